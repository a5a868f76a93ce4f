import { countNames } from './statement-columns.ts';
import { SAVE_AS, StatementError } from './statement-error.ts';
import { readXlsxTable } from './xlsx-table.ts';

const BYTES_MAX = 20_000_000;
const ROWS_MAX = 100_000;

/** The first bytes of files; zips are read as workbooks. */
const MAGIC = {
  zip: [0x50, 0x4b, 0x03, 0x04],
  ole: [0xd0, 0xcf, 0x11, 0xe0],
  pdf: [0x25, 0x50, 0x44, 0x46],
} as const;

/**
 * A statement's cells as text, row by row: from a workbook (.xlsx), from CSV with commas, tabs or semicolons in UTF-8,
 * UTF-16 or CP949, or from the HTML that many banks call .xls. What the file is its bytes decide, not its name. Throws a
 * `StatementError` for everything else.
 */
export async function readTable(bytes: Uint8Array, fileName: string): Promise<string[][]> {
  try {
    const table = await tableOf(bytes);
    if (table.length > ROWS_MAX)
      throw new StatementError('too_many_rows', `it has more than ${ROWS_MAX} rows: take a shorter period`);
    return table;
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw new StatementError(error.kind, `${fileName}: ${error.message}`, error.cause);
  }
}

async function tableOf(bytes: Uint8Array): Promise<string[][]> {
  if (bytes.length > BYTES_MAX)
    throw new StatementError('too_large', `it is larger than ${BYTES_MAX / 1_000_000} MB`);
  if (bytes.length === 0) throw new StatementError('no_rows', 'it is empty');
  if (startsWith(bytes, MAGIC.zip)) return readXlsxTable(bytes, ROWS_MAX);
  if (startsWith(bytes, MAGIC.ole)) throw unsupported('an old .xls, or a workbook with a password');
  if (startsWith(bytes, MAGIC.pdf)) throw unsupported('a PDF');
  const text = (await decode(bytes)).replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (text.includes('\0')) throw unsupported('of a kind that is not known here');
  return text.trimStart().startsWith('<') ? readHtml(text) : readCsv(text);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function unsupported(what: string): StatementError {
  return new StatementError('unsupported_format', `it is ${what}: ${SAVE_AS}`);
}

/** UTF-8 when it is valid, else CP949, which has EUC-KR in it. Excel writes UTF-16 as "Unicode text". */
async function decode(bytes: Uint8Array): Promise<string> {
  if (startsWith(bytes, [0xff, 0xfe])) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Node knows EUC-KR only when it was built with all of ICU.
    const { default: iconv } = await import('iconv-lite');
    return iconv.decode(bytes, 'cp949');
  }
}

const DELIMITERS = [',', '\t', ';'] as const;

/** Enough rows to see the header in; what stands above it may hold any delimiter. */
const SAMPLE_ROWS = 40;

async function readCsv(text: string): Promise<string[][]> {
  const { parse } = await import('csv-parse/sync');
  // ="0012" keeps Excel from reading a number; the parser would refuse a quote that does not come first.
  const plain = text.replace(/(^|[,;\t\n] ?)="([^"\n]*)"(?=[,;\t\n]|$)/g, '$1"$2"');
  const rows = (delimiter: string, to: number): string[][] =>
    parse(plain, { delimiter, to, relax_column_count: true, trim: true });
  const score = (delimiter: string): number => {
    try {
      return Math.max(0, ...rows(delimiter, SAMPLE_ROWS).map(countNames));
    } catch {
      return 0;
    }
  };
  const [best = ','] = DELIMITERS.map((delimiter) => ({ delimiter, score: score(delimiter) }))
    .sort((a, b) => b.score - a.score)
    .map(({ delimiter }) => delimiter);
  try {
    return rows(best, ROWS_MAX + 1);
  } catch (error) {
    // Strict on purpose: a quote that is never closed swallows the deposits below it. The error has cells in it.
    const { lines } = error as { readonly lines?: number };
    throw new StatementError('damaged', `a quotation mark is out of place near line ${lines ?? 1}`);
  }
}

/** A page with tables that was given the name of a workbook. */
async function readHtml(text: string): Promise<string[][]> {
  const rowTags = text.match(/<tr[\s>]/gi)?.length ?? 0;
  if (rowTags === 0) throw unsupported('a page without a table');
  if (rowTags > ROWS_MAX) throw new StatementError('too_many_rows', `it has more than ${ROWS_MAX} rows`);
  const { fromHtml } = await import('hucre');
  const spaced = text.replace(/&nbsp;/gi, ' ').replace(/<br\s{0,9}\/?>/gi, '\n');
  try {
    const { rows } = fromHtml(spaced, { typeInference: false, classes: false });
    // The parser forgives everything; rows that it has lost, or tables within tables, are not to be passed over.
    if (rows.length === rowTags) return rows.map((row) => row.map((cell) => String(cell ?? '')));
  } catch {
    // Told below, with what helps.
  }
  throw unsupported('a page whose tables cannot be told apart');
}
