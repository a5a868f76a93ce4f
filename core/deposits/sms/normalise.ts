import { CHAR, isLetter } from './chars.ts';

/** More than this is no message of a bank; BANK-SMS.md, The public webhook. */
const MAX_BYTES = 4096;

/** Stands where a message begins: a carrier's `[Web발신]`. */
export const START = '\u0001';

/** A body without what carriers and forwarders have put around it. */
export interface Envelope {
  /** Single spaces and line ends, `START` for each carrier's mark. */
  readonly body: string;
  /** `<제목: …>` of a long message. */
  readonly subject: string | null;
  readonly foreignRouted: boolean;
}

const PLAIN = /^[\n -~\uac00-\ud7a3]*$/;
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]/g;
const LINE_END = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g;
const SPACE = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const NO_BREAK = /[\u00a0\u202f]/g;
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;
const DASH = /[\u2010-\u2015\u2212]/g;
const STAR = /[\u2217\u204e\u2731]/g;

const CARRIER = /\[ ?(?:web|웹|국제|국외) ?발신 ?\]/gi;
const FOREIGN = /\[ ?국[제외] ?발신 ?\]/;
/** 보낸사람 : 1588-0000() on a line, or at the end of the body. */
const FORWARDER =
  /(?<=^|[\s\u0001])(?:보낸 ?사람|보낸 ?번호|발신 ?번호|발신자|발신|from|sender) ?: ?\+?\d[\d-]{2,15}(?: ?\( ?\))?(?![\d-])/gi;

/** Whether this text is too long to be looked at. */
export function isTooLong(text: string): boolean {
  if (text.length > MAX_BYTES) return true;
  if (text.length * 3 <= MAX_BYTES) return false;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // Half of a surrogate pair is half of four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes > MAX_BYTES;
}

/** NFKC, one kind of space, of line end, of dash and of star; nothing invisible. */
export function legible(text: string): string {
  if (PLAIN.test(text)) return text;
  const normal = text.normalize('NFKC');
  if (PLAIN.test(normal)) return normal;
  return normal
    .replace(LINE_END, '\n')
    .replace(SPACE, ' ')
    .replace(INVISIBLE, '')
    .replace(CONTROL, '')
    .replace(DASH, '-')
    .replace(STAR, '*');
}

/** The same letters, without what nobody sees and with spaces that break lines. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').replace(CONTROL, '').replace(NO_BREAK, ' ');
}

/** No regex may see a run of spaces twice: first runs become one space, then those around line ends go. */
function squeeze(text: string): string {
  const single = text.includes('  ') ? text.replace(/ {2,}/g, ' ') : text;
  const lined = / \n|\n[\n ]/.test(single) ? single.replace(/ ?\n[\n ]*/g, '\n') : single;
  return lined.trim();
}

/** `02-000-0000<제목: …>` → the subject; the number is the sender's. */
function takeSubject(text: string): { subject: string | null; rest: string } {
  const from = text.indexOf('<제목');
  const to = from < 0 ? -1 : text.indexOf('>', from);
  if (to < 0 || !/^[\d*\s\u0001-]*$/.test(text.slice(0, from))) return { subject: null, rest: text };
  return { subject: text.slice(from + 3, to).replace(/^ ?: ?/, ''), rest: text.slice(to + 1) };
}

/** Takes a body out of what carriers and forwarders put around it (BANK-SMS.md, Normalise first). Needs `!isTooLong`. */
export function unwrap(text: string): Envelope {
  let body = squeeze(legible(text));
  let foreignRouted = false;
  const sent = body.indexOf('발신');
  if (sent >= 0) {
    // Nearly every message has one mark, and that in front.
    const isPlain = body.startsWith('[Web발신]') && body.indexOf('발신', sent + 2) < 0;
    foreignRouted = !isPlain && FOREIGN.test(body);
    body = isPlain ? body.slice('[Web발신]'.length).trimStart() : body.replace(CARRIER, START);
  }
  const { subject, rest } = takeSubject(body);
  body = HOTLINE.test(rest) ? rest.replace(HOTLINE, '') : rest;
  if (hasCaption(body)) body = body.replace(FORWARDER, '\n');
  return { body, subject, foreignRouted };
}

/** A forwarder's first line: the bank's own number. */
const HOTLINE = /^1[568]\d\d-?\d{4}[\n\u0001]/;

/** Whether a word stands before a colon; times have digits there, and most messages no other colon. */
function hasCaption(body: string): boolean {
  for (let at = body.indexOf(':'); at >= 0; at = body.indexOf(':', at + 1)) {
    const code = body.charCodeAt(at - 1);
    if (isLetter(code === CHAR.space ? body.charCodeAt(at - 2) : code)) return true;
  }
  return false;
}

/**
 * What two copies of one message have in common, whichever forwarder and channel they came through: the body without
 * carriers' marks, forwarders' words, letter shapes and whitespace. For hashes, not for people. Texts that are too long
 * to be parsed come back as they are.
 */
export function normaliseMessage(text: string): string {
  if (isTooLong(text)) return text;
  return unwrap(text).body.replace(/[\s\u0001]+/g, '');
}
