import type { CommandLine } from '../command.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';

/** Brings the database up to date, or takes its last migration back. */
export async function migrate(line: CommandLine): Promise<number> {
  const database = await openDatabase(readConfig(line.flags).databaseUrl);
  try {
    if (line.on('down')) {
      const name = await database.migrateDown();
      say(name === null ? 'there is no migration to take back' : `took back ${name}`);
    } else {
      const names = await database.migrate();
      say(names.length === 0 ? 'the database is up to date' : `applied ${names.join(', ')}`);
    }
  } finally {
    await database.close();
  }
  return 0;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
