import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Knex } from 'knex';
// The only import that works: knex is CommonJS, and its named exports fail at run time.
import knexFactory from 'knex';
import type { RateLimitRepository, Storage } from '../core/index.ts';
import {
  BUSY_TIMEOUT_MS,
  type ConfigOptions,
  dialectOfUrl,
  knexConfig,
  sqliteFile,
  UNIT_TIMEOUT_MS,
} from './knex-config.ts';
import type { Backend } from './knex/backend.ts';
import type { Dialect } from './knex/dialects.ts';
import { groupCommit } from './knex/group-commit.ts';
import { poolOf } from './knex/pool.ts';
import { rateLimitRows } from './knex/rate-limit-rows.ts';
import { storageOn } from './knex/repositories.ts';
import { serverUnits } from './knex/server-units.ts';
import { finalizeStatements } from './knex/sqlite-session.ts';
import { migrate, pendingMigrations } from './migrate.ts';

/** An open database. */
export interface OpenStorage {
  readonly storage: Storage;
  /** For queries of your own. On SQLite it shares its one connection with all writes. */
  readonly knex: Knex;
  readonly dialect: Dialect;
  /** Rate limits that all processes share; null on SQLite, where each process counts for itself. */
  readonly rateLimits: RateLimitRepository | null;
  /** Brings the tables up to date, in one process at a time. Answers the names of what it applied. */
  migrate(): Promise<string[]>;
  /** The names of the migrations that `migrate` would apply. */
  pending(): Promise<string[]>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Finishes what is under way, refuses what comes after, and closes all connections. */
  close(): Promise<void>;
}

/** SQLite's readers: WAL lets them read beside the writer. */
const READERS = 2;

/**
 * Opens a database: `sqlite:./data/shop.sqlite` (its folder is made), `sqlite::memory:`, `postgres://…`, `mysql://…`.
 * It connects when it is first used, and it does not migrate by itself.
 */
export async function openStorage(url: string, options: ConfigOptions = {}): Promise<OpenStorage> {
  const dialect = dialectOfUrl(url);
  const file = dialect === 'sqlite' ? sqliteFile(url) : null;
  if (file !== null) await mkdir(dirname(file), { recursive: true });
  const config = knexConfig(url, options);
  const knex = knexFactory(config);
  const readers = file === null ? null : knexFactory(withReaders(config));
  const instances = readers ? [knex, readers] : [knex];
  if (dialect === 'sqlite') instances.forEach(finalizeBeforeClosing);
  const backend = backendOf(dialect, knex, readers, options);
  const storage = storageOn(backend);
  return {
    storage,
    knex,
    dialect,
    rateLimits: dialect === 'sqlite' ? null : rateLimitRows(backend),
    migrate: () => migrate(knex, { dialect, config, sqliteFile: file }),
    pending: () => pendingMigrations(knex),
    ping: () => backend.read(async (session) => void (await session.all('select 1', []))),
    close: async () => {
      await backend.end();
      for (const instance of instances) await instance.destroy();
    },
  };
}

function backendOf(dialect: Dialect, knex: Knex, readers: Knex | null, options: ConfigOptions): Backend {
  const unitTimeoutMs = options.unitTimeoutMs ?? UNIT_TIMEOUT_MS;
  if (dialect !== 'sqlite')
    return serverUnits(poolOf(knex, dialect), dialect, { owned: true, unitTimeoutMs });
  return groupCommit(poolOf(knex, dialect), {
    owned: true,
    busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
    unitTimeoutMs,
    readers: readers ? poolOf(readers, dialect) : undefined,
    shared: readers !== null,
  });
}

function withReaders(config: Knex.Config): Knex.Config {
  return { ...config, pool: { ...config.pool, min: 0, max: READERS } };
}

function finalizeBeforeClosing(knex: Knex): void {
  const client = knex.client as { destroyRawConnection(connection: unknown): Promise<void> };
  const destroy = client.destroyRawConnection.bind(client);
  client.destroyRawConnection = async (connection) => {
    await finalizeStatements(connection);
    await destroy(connection);
  };
}
