import { DomainError, isRefusal } from '../../../../core/index.ts';
import { parseJson } from '../../json.ts';

/** A request of a forwarding app, as far as it tells of the message. */
export interface ForwarderRequest {
  /** The header as it came; empty when there was none. */
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
}

/** Named values of a body or a query. A body without names is its own `text`. */
export type Fields = ReadonlyMap<string, unknown>;

/** The fields of the body, and those of the query behind them. Throws `malformed_body` for what cannot be read. */
export function readFields({ contentType, body, query }: ForwarderRequest): readonly Fields[] {
  const inQuery = fieldsOfQuery(query);
  return body.every(isBlank) ? [inQuery] : [fieldsOfBody(mediaType(contentType), body), inQuery];
}

/** Without parameters; the first, where a proxy has joined the header of an app with its own. */
function mediaType(contentType: string): string {
  return contentType.split(/[;,]/, 1)[0]?.trim().toLowerCase() ?? '';
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Of parameters that come more than once the first counts. */
function fieldsOfQuery(query: ForwarderRequest['query']): Fields {
  return new Map(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

const JSON_TYPE = /^[a-z]+\/(?:json|[a-z0-9.-]{1,60}\+json)$/;
const TEXT_TYPE = /^(?:|text\/[a-z0-9.+-]{1,60}|application\/octet-stream)$/;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * What begins with a brace is JSON whatever its type says: curl and several apps send it as a form or as text. And
 * nothing else, so that a signed body with something behind it is never taken for a text (forwarder-signature.ts).
 */
function fieldsOfBody(type: string, body: Uint8Array): Fields {
  const isText = TEXT_TYPE.test(type);
  if (JSON_TYPE.test(type) || (beginsWithBrace(body) && (isText || type === FORM_TYPE)))
    return fieldsOfJson(readJson(body));
  if (type === FORM_TYPE) return fieldsOfForm(decode(body));
  if (isText) return new Map([['text', decode(body)]]);
  throw malformed('unsupported_type');
}

function beginsWithBrace(body: Uint8Array): boolean {
  return body.find((byte) => !isBlank(byte)) === 0x7b;
}

/** No app sends a list of messages or a bare string. */
function fieldsOfJson(value: unknown): Fields {
  if (!isObject(value)) throw malformed('not_an_object');
  return new Map(Object.entries(value));
}

/** Whether a JSON value has names. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOfForm(text: string): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    // The parser puts this character for what is not UTF-8: a name that nobody could match any more.
    if (value.includes('\u{FFFD}') && !/%EF%BF%BD|\u{FFFD}/iu.test(text)) throw malformed('not_utf8');
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

/**
 * MacroDroid, Tasker and others put a message into a JSON template as it is, newlines and all. Such a text has one
 * meaning only, so it is read; a quotation mark in a message cannot be told from the end of it.
 */
function readJson(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (!isRefusal(error, 'malformed_body') || error.details['reason'] !== 'not_json') throw error;
    return parseJson(escapeControls(body));
  }
}

/** By their codes: the 32 control characters as JSON writes them. */
const ESCAPES = Array.from({ length: 32 }, (_, code) => `\\u${code.toString(16).padStart(4, '0')}`);

/** The same JSON text with the control characters inside of its strings escaped. */
function escapeControls(body: Uint8Array): Uint8Array {
  let escaped = '';
  let inString = false;
  let afterBackslash = false;
  // One character for each byte: none of those that matter is part of a longer one in UTF-8.
  for (const char of Buffer.from(body).toString('latin1')) {
    escaped += inString ? (ESCAPES[char.charCodeAt(0)] ?? char) : char;
    if (char === '"' && !afterBackslash) inString = !inString;
    afterBackslash = inString && char === '\\' && !afterBackslash;
  }
  return Buffer.from(escaped, 'latin1');
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decode(body: Uint8Array): string {
  try {
    return UTF8.decode(body);
  } catch {
    throw malformed('not_utf8');
  }
}

function malformed(reason: string): DomainError {
  return new DomainError('malformed_body', `the message cannot be read: ${reason}`, { reason });
}
