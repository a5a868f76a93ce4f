import type { Knex } from 'knex';

/** Columns by our own names for their types, the same for all databases. */
export interface Columns {
  /** The primary key: a number that the database gives and never gives again. */
  number(name: string): Knex.ColumnBuilder;
  /** An id, code or other short name of ours: compared byte by byte, so `pay_A` is not `pay_a`. */
  id(name: string): Knex.ColumnBuilder;
  /** Short text of ours or of a caller that an index may hold; at most `length` characters. */
  short(name: string, length: number): Knex.ColumnBuilder;
  /** Text of any length, JSON included. */
  text(name: string): Knex.ColumnBuilder;
  /** Amounts, counts and times. */
  int(name: string): Knex.ColumnBuilder;
  bool(name: string): Knex.ColumnBuilder;
}

/** Adds to a table that is there. */
export async function alterTable(
  knex: Knex,
  name: string,
  define: (columns: Columns, table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  const { driverName } = knex.client as { driverName: string };
  await knex.schema.alterTable(name, (table) => define(columnsOf(table, driverName === 'pg'), table));
}

/** Marks our tables on MySQL, where a killed migration leaves tables behind. */
const MARK = 'korea-checkout';

/** Makes a table with the character set and collation that the storage relies on. */
export async function createTable(
  knex: Knex,
  name: string,
  define: (columns: Columns, table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  const { driverName } = knex.client as { driverName: string };
  if (driverName === 'mysql2') await dropLeftOver(knex, name);
  await knex.schema.createTable(name, (table) => {
    if (driverName === 'mysql2') {
      table.engine('InnoDB');
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
      table.comment(MARK);
    }
    define(columnsOf(table, driverName === 'pg'), table);
  });
}

/** MySQL cannot take back half a migration, so that one which was killed is done anew: never over any row. */
async function dropLeftOver(knex: Knex, name: string): Promise<void> {
  const ours: unknown[] = await knex('information_schema.tables')
    .select(knex.raw('1'))
    .whereRaw('table_schema = database()')
    .where({ table_name: name, table_comment: MARK });
  if (ours.length === 0) return;
  const rows: unknown[] = await knex(name).limit(1);
  if (rows.length === 0) await knex.schema.dropTable(name);
}

function columnsOf(table: Knex.CreateTableBuilder, postgres: boolean): Columns {
  const short = (name: string, length: number) =>
    postgres ? table.specificType(name, `varchar(${length}) collate "C"`) : table.string(name, length);
  return {
    number: (name) => table.bigIncrements(name),
    id: (name) => short(name, 64),
    short,
    text: (name) => table.text(name, 'mediumtext'),
    int: (name) => table.bigInteger(name),
    bool: (name) => table.specificType(name, 'smallint'),
  };
}
