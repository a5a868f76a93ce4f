import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { MYSQL, POSTGRES, type ServerDatabase, withFolder, withServerDatabase } from '../support/storage.ts';
import { suite, type Test } from '../support/suite.ts';

/** A new database, and how server processes find it. */
export interface Place {
  readonly databaseUrl: string;
  /** The folder that they work in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export type WithPlace = (use: (place: Place) => Promise<void>) => Promise<void>;

const QUIET = {
  RATE_LIMIT_LIFEOS: '1000000',
  RATE_LIMIT_LUNEPAY: '1000000',
  RATE_LIMIT_SMS: '1000000',
  RATE_LIMIT_CHECKOUT: '1000000',
  RATE_LIMIT_CHECKOUT_TEST: '1000000',
  LOG_LEVEL: 'warn',
};

const sqlite: WithPlace = (use) =>
  withFolder((cwd) => {
    const databaseUrl = `sqlite:${join(cwd, 'shop.sqlite')}`;
    // Without an ENCRYPTION_KEY: processes that start at once must agree on one key file.
    return use({ databaseUrl, cwd, env: { DATABASE_URL: databaseUrl, ...QUIET } });
  });

const on =
  (server: ServerDatabase): WithPlace =>
  (use) =>
    withFolder((cwd) =>
      withServerDatabase(server, (databaseUrl) => {
        const ENCRYPTION_KEY = randomBytes(32).toString('hex');
        return use({ databaseUrl, cwd, env: { DATABASE_URL: databaseUrl, ENCRYPTION_KEY, ...QUIET } });
      }),
    );

/** Declares the same suite for a SQLite file and for each server that tests may use; skips the others by name. */
export function onEachDatabase(what: string, declare: (test: Test, withPlace: WithPlace) => void): void {
  suite(`${what}, SQLite`, (test) => declare(test, sqlite));
  for (const server of [POSTGRES, MYSQL])
    suite(`${what}, ${server.name}`, (test) => {
      if (server.url) declare(test, on(server));
      else test.skip('all of it', server.missing);
    });
}
