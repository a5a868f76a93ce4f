import type { Knex } from 'knex';
import { storageFailure } from './errors.ts';
import type { Dialect } from './dialects.ts';

/** Raw connections of a knex instance, one borrower at a time. */
export interface Pool {
  acquire(): Promise<unknown>;
  release(connection: unknown): Promise<void>;
}

interface KnexClient {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
}

/** The pool of a knex instance, or the one connection of a knex transaction. */
export function poolOf(db: Knex, dialect: Dialect): Pool {
  const client = db.client as KnexClient;
  return {
    acquire: async () => {
      try {
        return await client.acquireConnection();
      } catch (error) {
        throw storageFailure(dialect, error);
      }
    },
    release: (connection) => client.releaseConnection(connection),
  };
}

/** Makes the pool close this connection instead of lending it out again: its state is not known. */
export function discard(connection: unknown): void {
  (connection as { __knex__disposed?: unknown }).__knex__disposed = 'its state is not known';
}
