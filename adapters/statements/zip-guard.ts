import { StatementError } from './statement-error.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const COMMENT_MAX = 65_535;

/** In place of a size: it stands among the entry's extra fields. Some banks' servers write every size there. */
const ELSEWHERE = 0xffff_ffff;
const ZIP64_FIELD = 1;

/** The flag of an entry whose sizes may stand behind it, where the directory has none. */
const SIZE_BEHIND = 8;
/** Nothing, packed, takes two bytes. */
const EMPTY_MAX = 2;

const UNPACKED_MAX = 200_000_000;
/** Everything but the sheets becomes a tree in memory, fifty times as large as its text. */
const TREES_MAX = 32_000_000;

/**
 * Refuses archives that unpack to more than a statement needs. It believes the directory's sizes, for the reader stops
 * at the size that the directory declares. Entries that declare none are refused: the reader would know no end.
 */
export function assertZipFits(bytes: Uint8Array): void {
  const sizes = entrySizes(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const sum = (of: typeof sizes): number => of.reduce((total, { size }) => total + size, 0);
  const trees = sizes.filter(
    ({ name }) => /\.(?:xml|rels)$/i.test(name) && !/\/worksheets\/[^/]+$/i.test(name),
  );
  if (sum(sizes) > UNPACKED_MAX || sum(trees) > TREES_MAX)
    throw new StatementError('too_large', 'the workbook unpacks to more than a statement can hold');
}

function entrySizes(view: DataView): { name: string; size: number }[] {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const sizes: { name: string; size: number }[] = [];
  let from = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (from + ENTRY_LENGTH > view.byteLength || view.getUint32(from, true) !== ENTRY) throw damaged();
    const nameLength = view.getUint16(from + 28, true);
    const extraLength = view.getUint16(from + 30, true);
    const extraFrom = from + ENTRY_LENGTH + nameLength;
    const next = extraFrom + extraLength + view.getUint16(from + 32, true);
    if (next > view.byteLength) throw damaged();
    const name = new TextDecoder().decode(bytesOf(view, from + ENTRY_LENGTH, nameLength));
    const packed = view.getUint32(from + 20, true);
    const declared = view.getUint32(from + 24, true);
    const size = declared === ELSEWHERE ? extraSize(view, extraFrom, extraFrom + extraLength) : declared;
    const isSizeBehind = (view.getUint16(from + 8, true) & SIZE_BEHIND) !== 0;
    if ((isSizeBehind && packed === 0 && !name.endsWith('/')) || (size === 0 && packed > EMPTY_MAX))
      throw damaged();
    sizes.push({ name, size: Math.max(size, packed === ELSEWHERE ? 0 : packed) });
    from = next;
  }
  return sizes;
}

/** Where the directory's end stands: behind it there may be a comment. */
function endOf(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - COMMENT_MAX); at -= 1)
    if (view.getUint32(at, true) === END) {
      // More entries than fit into two bytes: no statement has them.
      if (view.getUint16(at + 10, true) === 0xffff || view.getUint32(at + 16, true) === ELSEWHERE)
        throw damaged();
      return at;
    }
  throw damaged();
}

function extraSize(view: DataView, from: number, to: number): number {
  for (let at = from; at + 12 <= to; at += 4 + view.getUint16(at + 2, true))
    if (view.getUint16(at, true) === ZIP64_FIELD) return Number(view.getBigUint64(at + 4, true));
  throw damaged();
}

function bytesOf(view: DataView, from: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + from, length);
}

function damaged(): StatementError {
  return new StatementError(
    'damaged',
    'the workbook is damaged, or the end of it is missing: download it again',
  );
}
