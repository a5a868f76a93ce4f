import { crc32, deflateRawSync } from 'node:zlib';
import { readStatement, type Statement } from '../../../adapters/statements/statement-rows.ts';
import { StatementError, type StatementErrorKind } from '../../../adapters/statements/statement-error.ts';
import { readTable } from '../../../adapters/statements/statement-table.ts';

/** A moment in Korea: `2024-02-01 11:05:33`. */
export function seoul(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}+09:00`);
}

/** A file's bytes in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** From bytes to deposits, as the command does it. */
export async function read(bytes: Uint8Array, fileName = '거래내역.csv'): Promise<Statement> {
  return readStatement(await readTable(bytes, fileName));
}

/** Which `StatementError` this ends with; another error is thrown on. */
export async function refusalOf(use: () => unknown): Promise<{ kind: StatementErrorKind; message: string }> {
  try {
    await use();
  } catch (error) {
    if (error instanceof StatementError) return { kind: error.kind, message: error.message };
    throw error;
  }
  throw new Error('nothing was refused');
}

/** How an entry of a zip may lie about itself. */
export interface ZipQuirks {
  /** Sizes stand in ZIP64 fields, as some servers write all of theirs. */
  readonly isZip64?: boolean;
  /** What the directory says an entry unpacks to. */
  readonly declaredSize?: number;
}

/** A zip with these entries, deflated. */
export function zip(
  entries: Readonly<Record<string, string | Uint8Array>>,
  quirks: ZipQuirks = {},
): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const nameBytes = Buffer.from(name);
    const size = quirks.declaredSize ?? plain.length;
    const extra = quirks.isZip64 ? zip64Field(size, packed.length) : Buffer.alloc(0);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(plain), 10);
    facts.writeUInt32LE(quirks.isZip64 ? 0xffff_ffff : packed.length, 14);
    facts.writeUInt32LE(quirks.isZip64 ? 0xffff_ffff : size, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    facts.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, nameBytes, extra, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), facts, tail, nameBytes, extra]),
    );
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(locals.length, 4);
  end.writeUInt16LE(locals.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...locals, listed, Buffer.from('PK\x05\x06'), end]));
}

function zip64Field(size: number, packed: number): Buffer {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(16, 2);
  field.writeBigUInt64LE(BigInt(size), 4);
  field.writeBigUInt64LE(BigInt(packed), 12);
  return field;
}

/** A cell of a test's workbook; `date` is a serial number that is shown as a date, `shared` a shared string. */
export type TestCell =
  | null
  | string
  | number
  | { readonly date: number }
  | { readonly time: number }
  | { readonly shared: string }
  | { readonly formula: string; readonly value: number };

/** One more sheet of a test's workbook. */
export interface TestSheet {
  readonly rows: readonly (readonly TestCell[])[];
  readonly isHidden?: boolean;
  readonly merged?: readonly string[];
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts of a workbook, by their path. Written by hand, so that the reader is not checked against its own writer. */
export function workbookParts(sheets: readonly TestSheet[]): Record<string, string> {
  const shared: string[] = [];
  const bodies = sheets.map(({ rows, merged }) => sheetXml(rows, merged ?? [], shared));
  const numbers = sheets.map((_, index) => index + 1);
  const rels = [
    ...numbers.map(
      (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
    ),
    `<Relationship Id="rIdA" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`,
    `<Relationship Id="rIdB" Type="${OFFICE}/styles" Target="styles.xml"/>`,
  ];
  const listed = sheets.map(
    ({ isHidden }, index) =>
      `<sheet name="s${index + 1}" sheetId="${index + 1}"${isHidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  );
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${rels.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="#,##0&quot;원&quot;;[Red]\\-#,##0"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="21" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst ${MAIN}>${shared.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(bodies.map((xml, index) => [`xl/worksheets/sheet${index + 1}.xml`, xml])),
  };
}

/** A workbook's bytes. */
export function xlsx(rows: TestSheet['rows'], quirks: ZipQuirks = {}): Uint8Array {
  return zip(workbookParts([{ rows }]), quirks);
}

function sheetXml(rows: TestSheet['rows'], merged: readonly string[], shared: string[]): string {
  const cell = (value: TestCell, ref: string): string => {
    if (value === null) return '';
    if (typeof value === 'string') return `<c r="${ref}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    if (typeof value === 'number') return `<c r="${ref}" s="2"><v>${value}</v></c>`;
    if ('date' in value) return `<c r="${ref}" s="1"><v>${value.date}</v></c>`;
    if ('time' in value) return `<c r="${ref}" s="3"><v>${value.time}</v></c>`;
    if ('formula' in value) return `<c r="${ref}"><f>${value.formula}</f><v>${value.value}</v></c>`;
    return `<c r="${ref}" t="s"><v>${shared.push(value.shared) - 1}</v></c>`;
  };
  const xml = rows.map((cells, row) => {
    const written = cells.map((value, column) =>
      cell(value, `${String.fromCharCode(65 + column)}${row + 1}`),
    );
    return `<row r="${row + 1}">${written.join('')}</row>`;
  });
  const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  const tail = merges === '' ? '' : `<mergeCells count="${merged.length}">${merges}</mergeCells>`;
  return `<worksheet ${MAIN}><sheetData>${xml.join('')}</sheetData>${tail}</worksheet>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
