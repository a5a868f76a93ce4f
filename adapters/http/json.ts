import { DomainError } from '../../core/index.ts';

/** Deeper bodies are nobody's payment. */
export const JSON_DEPTH_MAX = 32;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The value of a JSON text, stricter than JSON.parse: what two parsers could read in two ways, or what a database
 * cannot hold, is refused. That is: invalid UTF-8, a byte order mark, duplicate keys, `__proto__` keys, lone
 * surrogates, NUL characters, fractions that a double would round, and more than 32 levels. Throws `malformed_body`.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('not_json');
  }
  assertStructure(text);
  assertStrings(value);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw malformed('not_utf8');
  }
}

/** One walk over a text that is JSON already: depth and keys, which JSON.parse does not tell. */
function assertStructure(text: string): void {
  const open: (Set<string> | null)[] = [];
  let keyNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at);
      if (keyNext) takeKey(open.at(-1), JSON.parse(text.slice(at, end + 1)) as string);
      keyNext = false;
      at = end;
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null);
      if (open.length > JSON_DEPTH_MAX) throw malformed('too_deep');
      keyNext = char === '{';
    } else if (char === '}' || char === ']') {
      open.pop();
      keyNext = false;
    } else if (char === ',') keyNext = Boolean(open.at(-1));
    else if (char !== undefined && NUMBER_START.test(char)) at += takeNumber(text, at) - 1;
  }
}

const NUMBER_START = /[-\d]/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

/** A double keeps 15 digits of any decimal number: with more a fraction could round to an amount nobody wrote. */
const DIGITS_MAX = 15;

/** Answers how long the number is. */
function takeNumber(text: string, at: number): number {
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text)?.[0] ?? '-';
  const isWhole = /^-?\d+$/.test(number);
  if (!isWhole && number.replace(/[eE].*/, '').replace(/\D/g, '').length > DIGITS_MAX)
    throw malformed('inexact_number');
  return number.length;
}

function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

function takeKey(keys: Set<string> | null | undefined, key: string): void {
  if (key === '__proto__') throw malformed('forbidden_key');
  if (keys?.has(key)) throw malformed('duplicate_key');
  keys?.add(key);
}

const UNSTORABLE = /[\p{Surrogate}\0]/u;

function assertStrings(value: unknown): void {
  if (typeof value === 'string' && UNSTORABLE.test(value)) throw malformed('bad_character');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(key)) throw malformed('bad_character');
    if (key === 'constructor' && typeof inner === 'object') throw malformed('forbidden_key');
    assertStrings(inner);
  }
}

function malformed(reason: string): DomainError {
  return new DomainError('malformed_body', `the body cannot be read: ${reason}`, { reason });
}
