import { isSpace } from './chars.ts';
import { bankOfHead } from './heads.ts';
import { START } from './normalise.ts';

/**
 * The messages of a body, cut where carriers have marked their beginnings. What stands before the first mark and holds
 * no number, or nothing but a telephone number, is a title or a forwarder's word.
 */
export function splitAtMarks(body: string): readonly string[] {
  if (!body.includes(START)) return body === '' ? [] : [body];
  const [first = '', ...others] = body.split(START).map((part) => part.trim());
  const rest = others.filter((part) => part !== '');
  const isTitle = first === '' || !/\d/.test(first) || /^[+\d() *-]{7,20}$/.test(first);
  return isTitle && rest.length > 0 ? rest : [first, ...rest].filter((part) => part !== '');
}

const HEAD = /(?:\[([^\]\n]{1,20})\]|<([^>\n]{1,20})>|([가-힣A-Za-z]{2,16}))[ ,]?/y;
const DATE = /\d{1,2}\/\d{1,2}[, ]{0,2}\d{1,2}:|20\d\d\//y;
/** What else follows a bank at the beginning of a line: the direction, or an account. */
const LINE = /[입출]금 ?\d|\d{3}[\d*-]/y;
const LISTED = /\d{1,2}\/\d{1,2} \d{1,2}:\d\d .*[입출]금/y;

/** A text that is no single message, cut before each word that looks like a beginning; null when there is only one. */
export function splitAgain(text: string): readonly string[] | null {
  const starts = [0];
  for (let at = 1; at < text.length; at += 1)
    if (isSpace(text.charCodeAt(at - 1)) && isBeginning(text, at)) starts.push(at);
  if (starts.length === 1) return null;
  return starts.map((from, index) => text.slice(from, starts[index + 1] ?? text.length).trim());
}

function isBeginning(text: string, at: number): boolean {
  const isLine = text[at - 1] === '\n';
  HEAD.lastIndex = at;
  const head = HEAD.exec(text);
  const word = head?.[1] ?? head?.[2] ?? head?.[3];
  if (word) {
    const behind = HEAD.lastIndex;
    // 농협입금66,000원
    const name = isLine ? word.replace(/[입출]금$/, '') : word;
    return (
      bankOfHead(name) !== null &&
      (isAt(DATE, text, behind) || (isLine && isAt(LINE, text, behind - (word.length - name.length))))
    );
  }
  return isLine && isAt(LISTED, text, at);
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
