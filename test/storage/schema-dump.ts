// Writes storage/migrations/schema.sql anew: node --import tsx test/storage/schema-dump.ts --write
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { MIGRATIONS_TABLE, openStorage } from '../../storage/index.ts';

export const SCHEMA_FILE = join(import.meta.dirname, '../../storage/migrations/schema.sql');

/** The tables and indexes of an SQLite database as text: in order, one column to a line. */
export async function dumpSchema(knex: Knex): Promise<string> {
  const rows = await knex('sqlite_master')
    .select<{ name: string; sql: string }[]>('name', 'sql')
    .whereNotNull('sql')
    .whereNot('name', 'like', `${MIGRATIONS_TABLE}%`)
    .whereNot('name', 'like', 'sqlite_%')
    .orderBy(['tbl_name', { column: 'type', order: 'desc' }, 'name']);
  const statements = rows.map(({ sql }) =>
    sql.replaceAll('`', '').replace(/^(CREATE TABLE \w+) \((.*)\)$/is, (_, head: string, columns: string) => {
      const lines = columns.split(/, (?![^(]*\))/).map((column) => `  ${column}`);
      return `${head} (\n${lines.join(',\n')}\n)`;
    }),
  );
  return `-- Generated: node --import tsx test/storage/schema-dump.ts --write\n\n${statements.join(';\n\n')};\n`;
}

if (process.argv.includes('--write')) {
  const opened = await openStorage('sqlite::memory:');
  await opened.migrate();
  await writeFile(SCHEMA_FILE, await dumpSchema(opened.knex));
  await opened.close();
}
