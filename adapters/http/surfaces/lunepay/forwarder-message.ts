import { DomainError } from '../../../../core/index.ts';
import { type Fields, type ForwarderRequest, isObject, readFields } from './forwarder-body.ts';
import { unwrapTemplate } from './forwarder-template.ts';
import { readMoment } from './forwarder-time.ts';

/** What a forwarding app has told us. */
export type Forwarded =
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly sender: string | null;
      /** Epoch milliseconds; null when the app does not say, or says nonsense. */
      readonly receivedAt: number | null;
      /** The app's own id of the message, the same at every attempt to deliver it. */
      readonly messageId: string | null;
      readonly deviceId: string | null;
    }
  /** The phone is alive. */
  | { readonly kind: 'ping' }
  /** Something that is no incoming message: one that was sent, a picture. */
  | { readonly kind: 'other'; readonly event: string };

// The names that apps use (BANK-SMS.md), the best first. `org_content` stands before `content`, because SmsForwarder
// fills the latter from a template, and ids of messages before ids of events, of which one message may have several.
const AS_IS = ['raw_sms', 'org_content'];
const TEXT = [...AS_IS, 'text', 'message', 'msg', 'content', 'body', 'sms', 'sms_body', 'fullText'];
const SENDER = ['sender', 'from', 'phoneNumber', 'contact'];
const TIME = ['received_at', 'receivedAt', 'receivedStamp', 'sentStamp', 'timestamp'];
const ID = ['messageId', 'smsId', 'message_id', 'event_id', 'id'];
const DEVICE = ['deviceId', 'device_id', 'device_mark'];
const EVENT = ['event', 'webhookEvent', 'type'];

/** Objects that hold the message: SMS-Gate has `payload`, httpSMS `data`. */
const CONTAINERS = ['payload', 'data', 'message'];

const PING = /^(?:system:)?(?:ping|heartbeat)$/i;

/** Events that forwarding apps have; the words of a template that somebody wrote are none. */
const OF_AN_APP = /^(?:sms|mms|app|system|message|phone|call)[:._]|^unknown_state$/i;
const INCOMING = /[:._](?:received|downloaded)$/i;

/**
 * Reads the request of any app that forwards messages: JSON, a form, a plain text or a query, whatever the names. Throws
 * `malformed_body` for what cannot be read and `invalid_request` when there is no text in it, never anything else. All
 * that is not the text is a bonus: when it is nonsense it is null. `now` is what times are held against.
 */
export function readForwarded(request: ForwarderRequest & { readonly now?: number }): Forwarded {
  const sources = readFields(request);
  // A signature covers the body only: what a query adds to one must not decide what it says.
  const decisive = sources.slice(0, 1);
  const event = find(decisive, EVENT, oneLine);
  const found = find(decisive, TEXT, (value, name) => {
    const text = textOf(value);
    return text === null ? null : { name, text };
  });
  if (PING.test(event ?? found?.text.trim() ?? '')) return { kind: 'ping' };
  if (event !== null && OF_AN_APP.test(event) && !INCOMING.test(event)) return { kind: 'other', event };
  if (found) return messageOf(sources, found, request.now ?? Date.now());
  if (event !== null) return { kind: 'other', event };
  if (decisive.some((fields) => fields.has('ping') || fields.has('heartbeat'))) return { kind: 'ping' };
  throw new DomainError('invalid_request', 'no text in this message', { field: 'raw_sms', rule: 'required' });
}

function messageOf(
  sources: readonly Fields[],
  { name, text }: { readonly name: string; readonly text: string },
  now: number,
): Forwarded {
  const sender = find(sources, SENDER, oneLine);
  const inner = AS_IS.includes(name) ? null : unwrapTemplate(text, sender);
  const moment = (value: unknown): number | null => readMoment(value, now);
  return {
    kind: 'message',
    text: inner?.text ?? text,
    sender,
    receivedAt: (inner && moment(inner.receivedAt)) ?? find(sources, TIME, moment),
    messageId: find(sources, ID, oneLine),
    deviceId: find(sources, DEVICE, oneLine),
  };
}

/** The first of these names that has something to take, in the body and what it contains, else in the query. */
function find<T>(
  sources: readonly Fields[],
  names: readonly string[],
  take: (value: unknown, name: string) => T | null,
): T | null {
  for (const fields of sources) {
    const layers = [fields, ...CONTAINERS.flatMap((name) => contained(fields.get(name)))];
    for (const name of names)
      for (const layer of layers) {
        const taken = layer.has(name) ? take(layer.get(name), name) : null;
        if (taken !== null) return taken;
      }
  }
  return null;
}

function contained(value: unknown): readonly Fields[] {
  return isObject(value) ? [new Map(Object.entries(value))] : [];
}

/** Newlines as we know them and no other control characters; null for what is no text or blank. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
  return text.trim() === '' ? null : text;
}

/** Longer names and numbers are none. */
const LENGTH_MAX = 128;

function oneLine(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  const line = textOf(text)?.replace(/\s+/g, ' ').trim() ?? null;
  return line !== null && line.length <= LENGTH_MAX ? line : null;
}
