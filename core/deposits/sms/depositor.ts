import { bankOfHead, type KnownBank } from './heads.ts';
import type { RefusalReason } from './message.ts';
import { isOwnAccount, type Piece, type Residue } from './residue.ts';
import type { Money, Scan } from './marks.ts';
import { METHODS, NAME_LABEL, NO_NAME, NO_PERSON, NO_SALE_NAME, SPEAKING_METHODS } from './words.ts';

/** Who has paid, and what the words around the name have told besides. */
export interface Named {
  readonly name: string | null;
  readonly method: string | null;
  readonly direction: 'in' | 'out';
}

/** What is known before the name is looked for. */
export interface Known {
  readonly scan: Scan;
  readonly residue: Residue;
  /** The amount that counts. */
  readonly money: Money;
  readonly bank: KnownBank | null;
  /** The message has a date, an account, or a bank with more than an amount: not everybody writes that way. */
  readonly isStructured: boolean;
}

/** Longer names than banks print. */
const NAME_MAX = 40;

/** A forwarder's remark is a word at the very end. */
const REMARK_MAX = 12;

/** Finds the depositor among the words that nothing else explains; refuses what leaves words over. */
export function findDepositor(known: Known): Named | RefusalReason {
  const { pieces } = known.residue;
  const arrow = pieces.findIndex(({ closes }) => closes === '→');
  if (arrow >= 0) return byArrow(known, arrow);
  return known.money.isSentence ? bySentence(known) : byPlace(known, pieces);
}

function directionOf({ meaning }: Money): 'in' | 'out' | null {
  return meaning === 'in' || meaning === 'out' ? meaning : null;
}

/** `유저 → 내 통장` is in, `내 통장 → 쿠팡` is out: the arrow decides. */
function byArrow(known: Known, arrow: number): Named | RefusalReason {
  const { pieces } = known.residue;
  const [left, right] = [pieces[arrow], pieces[arrow + 1]];
  if (!left || !right || pieces.length > 2 || left.from < known.money.from) return 'not_understood';
  const [ownLeft, ownRight] = [isOwnAccount(left), isOwnAccount(right)];
  const direction = directionOf(known.money);
  if (ownLeft && ownRight) return direction ? { name: null, method: null, direction } : 'ambiguous';
  if (ownLeft === ownRight) return 'not_understood';
  if (direction === 'in' && ownLeft) return 'ambiguous';
  if (direction === 'out' && ownRight) return 'ambiguous';
  const name = ownLeft ? right.text : left.text;
  return named({ ...known, money: { ...known.money, meaning: ownLeft ? 'out' : 'in' } }, name, null);
}

const SUBJECT = /^(.+?) ?(?:님 ?(이|께서|께|에게|한테|으로부터|에게서)|(으로부터|에게서))$/;

/** 홍길동님이 … 보냈어요 is in, 홍길동님께 … 보냈어요 is out; 계좌에 … 입금되었습니다 names nobody, or -somebody-. */
function bySentence(known: Known): Named | RefusalReason {
  const { money, residue, scan } = known;
  const before = residue.pieces.filter(({ to }) => to <= money.from);
  const after = residue.pieces.filter(({ from }) => from >= money.to);
  if (before.length > 1 || after.length > 1) return 'not_understood';
  const [first] = before;
  const subject = first ? SUBJECT.exec(first.text) : null;
  if (first && !subject && !isOwner(known, first)) return 'not_understood';
  const particle = subject?.[2] ?? subject?.[3];
  const direction = directionOfVerb(money, particle);
  if (!direction) return 'not_understood';
  const [last] = after;
  if (!last) return named({ ...known, money: { ...money, meaning: direction } }, subject?.[1] ?? '', null);
  // What follows a sentence is a name only between dashes or behind a label.
  const isDashed = scan.text[last.from - 1] === '-' && scan.text[last.to] === '-';
  if (subject || !(isDashed || NAME_LABEL.test(last.text))) return 'not_understood';
  return named({ ...known, money: { ...money, meaning: direction } }, last.text, null);
}

/** 정다온님 계좌에 … 입금되었습니다: whose account it is. */
function isOwner({ scan, money }: Known, { text, from }: Piece): boolean {
  return (
    /^[가-힣A-Za-z]{2,20}님$/.test(text) &&
    /(?:계좌|통장)(?:에|로|으로) ?$/.test(scan.text.slice(from, money.from))
  );
}

function directionOfVerb({ meaning }: Money, particle: string | undefined): 'in' | 'out' | null {
  const isFrom = particle === '으로부터' || particle === '에게서';
  if (meaning === 'sent') {
    if (particle === '이' || particle === '께서') return 'in';
    return particle === '께' || particle === '에게' || particle === '한테' ? 'out' : null;
  }
  if (meaning === 'received') return isFrom || particle === '에게' || particle === '한테' ? 'in' : null;
  if (meaning === 'in') return particle === undefined || particle === '이' || isFrom ? 'in' : null;
  return particle === undefined ? 'out' : null;
}

/** By where the pieces stand: the bank's order breaks ties, and one word of a forwarder may be left over at the end. */
function byPlace(known: Known, all: readonly Piece[]): Named | RefusalReason {
  const { money, scan } = known;
  const { pieces, method } = withoutMethod(known, withoutOwners(known, all));
  if (isDigest(scan)) return byDigest(known, pieces);
  const before = pieces.filter(({ to }) => to <= money.from);
  const after = pieces.filter(({ from }) => from >= money.to);
  if (before.some((piece) => headsMessage(piece))) return 'not_understood';
  const takesAfter = before.length === 0 || (after.length > 0 && known.bank?.format?.name === 'after');
  const chosen = takesAfter ? after[0] : before.at(-1);
  // Without another name 입금 급여 2,500,000 has been sent by whoever calls it that.
  if (!chosen) return named(known, method === null ? (money.memo ?? '') : '', method);
  const over = pieces.filter((piece) => piece !== chosen);
  if (!over.every((piece) => isRemark(known, piece)) || over.length > 1) return 'not_understood';
  // 홍길동 5,000원 입금: only a bank may put it that way.
  if (!known.isStructured && !takesAfter && (money.isLabelAfter || chosen.text.includes(' ')))
    return 'not_understood';
  if (isSpacedAmount(money, chosen, scan.text)) return 'bad_amount';
  return named(known, chosen.text, method);
}

/** Where banks put their own name there stands another one: a card's issuer, a shop. */
function headsMessage({ index, after }: Piece): boolean {
  return index === 0 && (after?.kind === 'moment' || after?.kind === 'mask');
}

/** 입금 1 000 or 1,000 000: the rest of an amount and no name. */
function isSpacedAmount(money: Money, { text, from }: Piece, whole: string): boolean {
  return money.to + 1 === from && /^\d{3}(?!\d)/.test(text) && !whole.startsWith('원', from - 2);
}

/** One short word behind everything else, on a line of its own or behind the balance: a forwarder signs what it sends. */
function isRemark({ scan, isStructured }: Known, { text, index, from, before, opens }: Piece): boolean {
  const isLast = index === scan.marks.length && scan.text.length - from <= REMARK_MAX + 2;
  const isApart = opens === '\n' || before?.kind === 'balance';
  return (
    isStructured &&
    isLast &&
    isApart &&
    text.length <= REMARK_MAX &&
    !NO_NAME.test(text) &&
    !/\d[,\d]{3}/.test(text)
  );
}

/** Owners stand before the date: 건물주님 05/17 15:00; 홍*동. Where they are all that is left they are who has paid. */
function withoutOwners({ money, scan }: Known, pieces: readonly Piece[]): readonly Piece[] {
  if (pieces.length < 2) return pieces;
  const others = pieces.filter(({ text, after, closes, to, index }) => {
    const greets = text.endsWith('님') && closes === '' && after?.kind === 'moment';
    const isMasked = text.includes('*') && to <= money.from && scan.marks[index]?.kind === 'moment';
    return !greets && !isMasked;
  });
  return others.length > 0 ? others : pieces;
}

/** A method in front of a separate 입금, and an unknown one that is glued to it, are not who has paid. */
function withoutMethod(
  known: Known,
  pieces: readonly Piece[],
): { readonly pieces: readonly Piece[]; readonly method: string | null } {
  const { money, scan } = known;
  const at = pieces.findIndex(({ to }) => to === money.from || to === money.from - 1);
  const piece = pieces[at];
  if (!piece || money.isLabelAfter) return { pieces, method: money.method };
  if (money.prefix !== '') return { pieces: withoutPrefix(known, pieces, at), method: money.method };
  if (money.method !== null) return { pieces, method: money.method };
  const space = piece.text.lastIndexOf(' ');
  const last = piece.text.slice(space + 1);
  if (!METHODS.has(last)) return { pieces, method: null };
  if (space > 0)
    return { pieces: pieces.with(at, { ...piece, text: piece.text.slice(0, space) }), method: last };
  const isName = SPEAKING_METHODS.has(last) && pieces.length === 1 && scan.marks.length > 1;
  return isName ? { pieces, method: null } : { pieces: pieces.toSpliced(at, 1), method: last };
}

/** 스타벅스 체크카드출금: the unknown method goes. 홍길동입금: the name stays, as do those that are glued to a number. */
function withoutPrefix(
  { scan, residue, money }: Known,
  pieces: readonly Piece[],
  at: number,
): readonly Piece[] {
  const { prefix, isGlued, from } = money;
  const piece = pieces[at];
  if (!piece || isGlued) return pieces;
  if (piece.text === prefix && pieces.length > 1) return pieces.toSpliced(at, 1);
  // [입금] has told the direction, so this 입금 belongs to a name.
  if (piece.text === prefix && residue.title)
    return pieces.with(at, { ...piece, text: scan.text.slice(piece.from, from + 2) });
  const front = scan.text[piece.from - 1];
  const hasSpaces = front === ' ' || front === '\n' || front === undefined;
  if (!hasSpaces || !piece.text.endsWith(` ${prefix}`)) return pieces;
  return pieces.with(at, { ...piece, text: piece.text.slice(0, -prefix.length - 1) });
}

/** Virtual accounts are told with the whole date, an order's code, a name and the account in bare digits. */
function isDigest({ moment, mask }: Scan): boolean {
  return typeof moment?.year === 'number' && mask?.rank === 2;
}

/** In a digest the name stands right before the account; behind that are the account's bank and the day. */
function byDigest(known: Known, pieces: readonly Piece[]): Named | RefusalReason {
  const { mask } = known.scan;
  if (!mask) return 'not_understood';
  const before = pieces.filter(({ to }) => to <= mask.from);
  const isExplained = pieces
    .filter(({ from }) => from >= mask.to)
    .every(({ text }) =>
      text.split(' ').every((word) => bankOfHead(word) !== null || /^20\d{6}$/.test(word)),
    );
  const last = before.at(-1);
  if (!isExplained || !last || before.length > 2) return 'not_understood';
  const words = last.text.split(' ');
  const name = before.length === 1 && words.length > 1 ? words.at(-1) : last.text;
  return named(known, name ?? '', known.money.method);
}

/** Takes off a name what the message has put around it; refuses what says that this is no deposit. */
function named({ money, isStructured }: Known, text: string, method: string | null): Named | RefusalReason {
  const direction = directionOf(money);
  if (!direction) return 'not_understood';
  const { name, told } = cleaned(text);
  const isIn = direction === 'in';
  const found = { name: name === '' ? null : name, method: isIn ? (method ?? told) : null, direction };
  if (found.name === null) return found;
  if (NO_NAME.test(name) || /^[[<]/.test(name) || name.length > NAME_MAX) return 'notice';
  if (isIn && NO_SALE_NAME.test(name)) return 'interest';
  if (isIn && money.amount < 100 && name.includes('인증')) return 'verification';
  if (!isStructured && (NO_PERSON.test(name) || name.split(' ').length > 2)) return 'not_understood';
  return found;
}

/** The last syllables of 님이, 으로부터 and 에게서. */
const PARTICLE_ENDS: ReadonlySet<string> = new Set(['이', '터', '서']);

/** (홍길동), 홍길동(전자금융), 홍길동으로부터, 홍길동님이 → 홍길동. */
function cleaned(text: string): { readonly name: string; readonly told: string | null } {
  let name = NAME_LABEL.test(text) ? text.replace(NAME_LABEL, '') : text;
  const last = name.at(-1) ?? '';
  if (PARTICLE_ENDS.has(last)) name = name.replace(/(?<=.)(?:(?:님 ?)?(?:으로부터|에게서)|님이)$/, '');
  if (last !== ')') return { name, told: null };
  if (name.startsWith('(') && name.indexOf(')') === name.length - 1)
    return { name: name.slice(1, -1), told: null };
  const open = name.lastIndexOf('(');
  const told = name.slice(open + 1, -1);
  return open > 0 && METHODS.has(told) ? { name: name.slice(0, open).trimEnd(), told } : { name, told: null };
}
