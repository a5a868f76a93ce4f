import type { Knex } from 'knex';
import { type MigrationLock, withMigrationLock } from './migration-lock.ts';
import { MIGRATIONS, MIGRATIONS_TABLE, migrationSource } from './migrations/index.ts';

const CONFIG = { migrationSource, tableName: MIGRATIONS_TABLE };

/**
 * The names of the migrations that this database has not had yet. Changes nothing. Throws when the database has
 * had migrations that we do not know: then it belongs to a newer release, and we could do harm.
 */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const applied = new Set(await appliedMigrations(knex));
  const names = MIGRATIONS.map(({ name }) => name);
  const unknown = [...applied].filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `this database was made by a newer release of korea-checkout: it has ${unknown.join(', ')}`,
    );
  return names.filter((name) => !applied.has(name));
}

/**
 * Applies what is pending and answers the names. Any number of processes may call this at once; one that died
 * half-way holds nobody up, since its lock died with it.
 */
export async function migrate(knex: Knex, lock: MigrationLock): Promise<string[]> {
  if ((await pendingMigrations(knex)).length === 0) return [];
  return withMigrationLock(lock, async () => {
    if ((await pendingMigrations(knex)).length === 0) return [];
    // knex's own lock is a row that outlives its process. We hold the real one, so nobody is using it.
    await knex.migrate.forceFreeMigrationsLock(CONFIG);
    const [, applied] = (await knex.migrate.latest(CONFIG)) as [number, string[]];
    return applied;
  });
}

async function appliedMigrations(knex: Knex): Promise<string[]> {
  if (!(await knex.schema.hasTable(MIGRATIONS_TABLE))) return [];
  const rows = await knex<{ name: string }>(MIGRATIONS_TABLE).select('name').orderBy('id');
  return rows.map(({ name }) => name);
}
