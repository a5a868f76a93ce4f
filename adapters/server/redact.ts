/** What stands where something was that must not be logged. */
export const MASK = '[hidden]';

const DEPTH_MAX = 4;

/**
 * The only fields whose texts are logged; numbers and booleans pass in any field. A new field is hidden until somebody
 * has thought about it and adds it here.
 */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(
  `requestId method route status error code stack signal job gateway paymentId attemptId refundId endpointId
   deliveryId eventId merchantId keyId host url publicUrl databaseUrl encryptionKeys logLevel surfaces config version
   node cause`.split(/\s+/),
);

interface Pattern {
  readonly looks: RegExp;
  readonly becomes: (found: string, kept: string) => string;
}

const hide = (): string => MASK;
const keepStart = (_: string, start: string): string => start + MASK;

/** Identifiers of requests: some hold thirteen digits in a row of groups by chance, and pass Luhn's check. */
const UUID = /\b(?=\S*[a-f])[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}\b/;
const CARD = /\d(?:[ .\-–]{0,2}\d){12,18}/;

const PATTERNS: readonly Pattern[] = [
  { looks: /\b([ps]k_(?:test|live)_)\w+/g, becomes: keepStart },
  { looks: /\b(whsec_)[\w+/=-]+/g, becomes: keepStart },
  { looks: /\b((?:Bearer|Basic)\s+)[\w.~+/=:-]+/gi, becomes: keepStart },
  { looks: /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, becomes: hide }, // JWT
  { looks: /(:\/\/)[^/\s@]+@/g, becomes: (_, start) => `${start}${MASK}@` },
  { looks: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, becomes: hide }, // e-mail
  { looks: /\d{13,}/g, becomes: hide },
  {
    looks: new RegExp(`(${UUID.source})|${CARD.source}`, 'g'),
    becomes: (found, uuid) => (uuid === undefined && isCardNumber(found) ? MASK : found),
  },
  // Account and telephone numbers: groups of digits that make at least ten.
  {
    looks: /(?<![\w-])\d+(?:-\d+)+(?![\w-])/g,
    becomes: (found) => (digitsOf(found).length < 10 ? found : MASK),
  },
];

/** A text without anything that looks like a key, a card, an account, a telephone number or an e-mail address. */
export function redactText(text: string): string {
  // Full-width digits and letters hide nothing from a person, so they are read as their plain twins.
  const plain = /[\uff01-\uff5e]/.test(text) ? text.normalize('NFKC') : text;
  return PATTERNS.reduce((rest, { looks, becomes }) => rest.replace(looks, becomes), plain);
}

/** The fields of a log line, as they may be logged. Of an Error only its name, its code and where it was thrown stay. */
export function redactFields(fields: object): Record<string, unknown> {
  return redactObject(fields, 0);
}

/** Messages of drivers hold what customers sent; names, codes and frames of the stack do not. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code } = error as NodeJS.ErrnoException;
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    stack: frames.slice(0, 8).map((line) => line.trim()),
  };
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      redactText(key),
      redact(value, PLAIN_FIELDS.has(key), depth),
    ]),
  );
}

function redact(value: unknown, plain: boolean, depth: number): unknown {
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  if (typeof value === 'number') return /^\d{14,}$/.test(String(value)) ? MASK : value;
  if (value instanceof Error) return redactObject(errorFields(value), depth);
  if (!plain || depth >= DEPTH_MAX) return MASK;
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map((item) => redact(item, true, depth + 1));
  return typeof value === 'object' ? redactObject(value, depth + 1) : MASK;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** Luhn's check: tells card numbers from other long groups of digits, such as identifiers. */
function isCardNumber(text: string): boolean {
  const sum = [...digitsOf(text)].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
