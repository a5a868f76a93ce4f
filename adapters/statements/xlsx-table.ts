import type { CellValue, Workbook } from 'hucre';
import { StatementError } from './statement-error.ts';
import { assertZipFits } from './zip-guard.ts';

/** Reads the one sheet of a workbook that is seen and not empty, as text. `rowsMax` and one more row are read. */
export async function readXlsxTable(bytes: Uint8Array, rowsMax: number): Promise<string[][]> {
  assertZipFits(bytes);
  const { sheets } = await readWorkbook(bytes, rowsMax);
  const full = sheets.filter(({ rows }) =>
    rows.some((row) => row.some((cell) => cell !== null && cell !== '')),
  );
  const [only] = full;
  if (!only) throw new StatementError('no_rows', 'the workbook is empty');
  if (full.length > 1)
    throw new StatementError(
      'several_sheets',
      `the workbook has ${full.length} sheets: leave only the one with the statement`,
    );
  return only.rows.map((row) => row.map(textOf));
}

async function readWorkbook(bytes: Uint8Array, rowsMax: number): Promise<Workbook> {
  // Loaded here, so that a server that reads no statements does not pay for it.
  const { readXlsx } = await import('hucre/xlsx');
  try {
    return await readXlsx(bytes, {
      sheets: ({ hidden, veryHidden }) => !hidden && !veryHidden,
      maxRows: rowsMax + 1,
    });
  } catch (cause) {
    throw new StatementError(
      'damaged',
      'it is damaged, or a zip that is no workbook: download it again',
      cause,
    );
  }
}

/** Digits without an exponent, dates as people write them. */
function textOf(value: CellValue): string {
  if (value === null) return '';
  if (value instanceof Date) return dateText(value);
  return typeof value === 'number' ? numberText(value) : String(value);
}

function numberText(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** What the sheet shows; the reader answers it as if it were UTC. A time without a day lies before 1901. */
function dateText(date: Date): string {
  const second = new Date(Math.round(date.getTime() / 1000) * 1000);
  if (Number.isNaN(second.getTime())) return '';
  const [day = '', time = ''] = second.toISOString().slice(0, 19).split('T');
  if (second.getUTCFullYear() < 1901) return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}
