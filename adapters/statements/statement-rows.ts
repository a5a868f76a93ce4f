import { type Columns, findHeader, isSender } from './statement-columns.ts';
import { legible } from './statement-text.ts';
import { isLongTime, readMoment, readWon } from './statement-values.ts';

/** One deposit. `line` is the row of the table, from 1, as a spreadsheet shows it. */
export interface StatementRow {
  readonly line: number;
  /** Epoch milliseconds; midnight in Korea when the statement has no times. */
  readonly depositedAt: number;
  /** Won, at least 1. */
  readonly amount: number;
  readonly depositor: string | null;
  readonly balance: number | null;
  readonly method: string | null;
}

/** Why a row below the header is no deposit. `bad_…` is what the owner should look at. */
export type SkipReason =
  | 'withdrawal'
  | 'no_amount'
  | 'no_date'
  | 'bad_date'
  | 'bad_amount'
  | 'negative_amount'
  | 'both_ways'
  | 'no_direction'
  | 'cancelled'
  | 'total_row'
  | 'header_row';

/** A row that is no deposit; `line` as in `StatementRow`. */
export interface SkippedRow {
  readonly line: number;
  readonly reason: SkipReason;
}

/** What a bank's statement says, in its own order. Empty rows are in neither list. */
export interface Statement {
  readonly rows: readonly StatementRow[];
  readonly skipped: readonly SkippedRow[];
  /** What stands above the header; null when it is hidden in part, or when there are several. */
  readonly accountNumber: string | null;
}

/** Reads what `readTable` answers. Bad rows are skipped; a table without a header throws a `StatementError`. */
export function readStatement(table: readonly (readonly string[])[]): Statement {
  const { row: headerRow, columns } = findHeader(table);
  const bodies = table.slice(headerRow + 1).map((cells, index) => ({
    line: headerRow + index + 2,
    cells: cells.map(legible),
  }));
  const context: Context = {
    columns,
    dateName: legible(at(table[headerRow] ?? [], columns.date)),
    isSigned: bodies.some(({ cells }) => isNegative(readWon(at(cells, columns.amount)))),
    isTimeLong: bodies.some(({ cells }) => isLongTime(at(cells, columns.time))),
  };
  const rows: StatementRow[] = [];
  const skipped: SkippedRow[] = [];
  for (const { line, cells } of bodies) {
    if (cells.every((cell) => cell === '')) continue;
    const read = readRow(cells, context);
    if (typeof read === 'string') skipped.push({ line, reason: read });
    else rows.push({ line, ...read });
  }
  return { rows, skipped, accountNumber: accountNumberOf(table.slice(0, headerRow)) };
}

interface Context {
  readonly columns: Columns;
  /** What the header calls the date. */
  readonly dateName: string;
  /** Whether withdrawals have a minus: then an amount without one is a deposit. */
  readonly isSigned: boolean;
  readonly isTimeLong: boolean;
}

const isNegative = (won: ReturnType<typeof readWon>): boolean => typeof won === 'number' && won < 0;

function at(cells: readonly string[], index: number | null): string {
  return (index === null ? undefined : cells[index]) ?? '';
}

/** Rows without a date, or with one of these alone in a cell. */
const TOTAL_CELL =
  /^(?:합 ?계|총 ?계|소 ?계|누 ?계|총 ?합계|[전차]?[월기년일]? ?이월(?: ?잔액)?|total|subtotal)$/i;
const TOTAL_START =
  /^(?:합 ?계|총 ?계|소 ?계|누 ?계|총 ?(?:\d|건|입금|출금)|(?:입금|출금) ?(?:합계|건수|총)|[전차][월기년일] ?이월)/;

function readRow(cells: readonly string[], context: Context): Omit<StatementRow, 'line'> | SkipReason {
  const { columns, dateName, isTimeLong } = context;
  const date = at(cells, columns.date);
  // Pages of a long statement repeat the header.
  if (date === dateName) return 'header_row';
  const depositedAt = readMoment(date, at(cells, columns.time), isTimeLong);
  if (isTotal(cells, columns, typeof depositedAt === 'number')) return 'total_row';
  if (depositedAt === null) return 'no_date';
  if (depositedAt === 'bad') return 'bad_date';
  const amount = columns.in === null ? readSigned(cells, context) : readSplit(cells, columns);
  if (typeof amount === 'string') return amount;
  const balance = readWon(at(cells, columns.balance));
  const depositor = readName(cells, columns);
  if (isCancelled(cells, columns, depositor?.index ?? null)) return 'cancelled';
  return {
    depositedAt,
    amount,
    depositor: depositor?.text ?? null,
    balance: balance === 'bad' ? null : (balance ?? zeroOf(at(cells, columns.balance))),
    method: readMethod(cells, columns, depositor?.index ?? null),
  };
}

/** A balance of 0 is one; an empty cell is none. */
function zeroOf(cell: string): 0 | null {
  return cell.includes('0') ? 0 : null;
}

function isTotal(cells: readonly string[], { names }: Columns, isDated: boolean): boolean {
  if (!isDated) return cells.some((cell) => TOTAL_CELL.test(cell) || TOTAL_START.test(cell));
  // Balances that are carried over have a date as well. Where only names stand the word is one.
  const isName = (index: number): boolean => names.some((name) => isSender(name) && name.index === index);
  return cells.some((cell, index) => TOTAL_CELL.test(cell) && !isName(index));
}

/** Deposits and withdrawals in columns of their own. */
function readSplit(cells: readonly string[], columns: Columns): number | SkipReason {
  const deposit = readWon(at(cells, columns.in));
  const withdrawal = readWon(at(cells, columns.out));
  if (deposit === 'bad') return 'bad_amount';
  if (deposit === null)
    return withdrawal === null ? 'no_amount' : withdrawal === 'bad' ? 'bad_amount' : 'withdrawal';
  if (withdrawal !== null) return 'both_ways';
  return deposit < 0 ? 'negative_amount' : deposit;
}

/** All amounts in one column. */
function readSigned(cells: readonly string[], { columns, isSigned }: Context): number | SkipReason {
  const cell = at(cells, columns.amount);
  const amount = readWon(cell);
  if (amount === 'bad') return 'bad_amount';
  if (amount === null) return 'no_amount';
  const word = directionOf(cells, columns);
  if (amount < 0) return word === 'in' ? 'negative_amount' : 'withdrawal';
  if (word === 'out') return 'withdrawal';
  return word === 'in' || isSigned || cell.startsWith('+') ? amount : 'no_direction';
}

const OUT = /출금|지급|인출|보냄|보낸|^출$|withdraw|debit|^out$/i;
const IN = /입금|받음|받은|^입$|deposit|credit|^in$/i;

/** What the words of a row say; null when they say nothing, or both. */
function directionOf(cells: readonly string[], { directions }: Columns): 'in' | 'out' | null {
  for (const { index } of directions) {
    // 입출금 is what the column is about, not which way.
    const cell = at(cells, index).replaceAll('입출금', '');
    const [isIn, isOut] = [IN.test(cell), OUT.test(cell)];
    if (isIn !== isOut) return isIn ? 'in' : 'out';
  }
  return null;
}

/**
 * How money came, where other banks print who has sent it. Core's list for messages says the same of other words:
 * there 입금 has been cut off.
 */
const METHOD =
  /^(?:전자금융|fbs|펌뱅킹|스마트폰?|인터넷|모바일|폰|텔레|오픈|간편|당행|타행|타행환|cd|atm|cms|무통장|창구|대체|계좌|자동|대량|센터|센타|지로|현금|수표|송금|가상계좌|체크카드|이체|입금|일반|에프비에스|인터넷당행|e-?뱅킹)(?:뱅킹|이체|송금|입금|cd|atm)*$/i;

function isMethod(cell: string): boolean {
  return METHOD.test(cell.replaceAll(' ', ''));
}

/** The first cell that names somebody. 적요 holds a name at some banks, and at others how the money came. */
function readName(cells: readonly string[], { names }: Columns): { text: string; index: number } | null {
  for (const column of names) {
    const text = at(cells, column.index);
    if (text === '' || text === '-') continue;
    if (isSender(column) || !isMethod(text)) return { text, index: column.index };
  }
  return null;
}

/** 입금취소 takes back what another row has brought, and some banks print it among the deposits. */
function isCancelled(cells: readonly string[], columns: Columns, nameAt: number | null): boolean {
  return [...columns.directions, ...columns.methods].some(
    ({ index }) => index !== nameAt && /취소|정정/.test(at(cells, index)),
  );
}

/** How the money came; that it came is no news. 적요 may be the buyer's own words: a known word goes before them. */
function readMethod(cells: readonly string[], { methods }: Columns, nameAt: number | null): string | null {
  const found = methods
    .filter(({ index }) => index !== nameAt)
    .map(({ index }) => at(cells, index))
    .filter((cell) => cell !== '' && cell !== '-' && cell !== '입금');
  return found.find(isMethod) ?? found[0] ?? null;
}

const LABEL = /계좌 ?번호|account ?(?:number|no)/i;
const NUMBER = /\d[\d*-]{6,}\d/g;

/** `계좌번호: 123-456-789012`, or the number in a cell after 계좌번호. */
function accountNumberOf(above: readonly (readonly string[])[]): string | null {
  const found = above.flatMap((row) => {
    const cells = row.map(legible);
    const from = cells.findIndex((cell) => LABEL.test(cell));
    if (from < 0) return [];
    const [label = '', ...rest] = cells.slice(from);
    const own = label.replace(LABEL, '').match(NUMBER);
    return own ?? rest.find((cell) => cell !== '')?.match(NUMBER) ?? [];
  });
  const [only] = found;
  return found.length === 1 && only !== undefined && !only.includes('*') ? only : null;
}
