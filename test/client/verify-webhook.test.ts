import { Webhook as StandardWebhook } from 'standardwebhooks';
import * as assert from 'uvu/assert';
import {
  verifyCheckoutWebhook,
  verifyWebhook,
  type VerifyWebhookOptions,
  type WebhookHeaders,
  type WebhookRefusal,
  WebhookVerificationError,
} from '../../adapters/client/index.ts';
import { bodySignature, signedHeaders, type WebhookDelivery } from '../../core/index.ts';
import { suite } from '../support/suite.ts';
import { PAYMENT } from './scripted-server.ts';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another secret of thirty-two byte').toString('base64')}`;
const NOW = Date.UTC(2024, 0, 15, 9, 30);
const BODY = JSON.stringify({
  id: 'evt_1',
  type: 'payment.completed',
  created_at: '2024-01-15T09:30:00Z',
  data: { ...PAYMENT, description: '커피 ☕', metadata: { order_no: '7' } },
});

type Plain = Record<string, string>;

/** What core sends, signed at `NOW`. */
function sent(secrets: readonly [string, ...string[]] = [SECRET], body = BODY): Plain {
  const delivery = { eventId: 'evt_1', body } as WebhookDelivery;
  return signedHeaders({ delivery, secrets, signatureHeader: 'lifeos-signature', now: NOW });
}

function refuses(
  code: WebhookRefusal,
  headers: WebhookHeaders,
  {
    body = BODY,
    secret = SECRET,
    ...options
  }: VerifyWebhookOptions & { body?: string | Uint8Array; secret?: string } = {},
): void {
  try {
    verifyWebhook(body, headers, secret, { now: NOW, ...options });
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return assert.is(error.code, code);
  }
  assert.unreachable(`${code} was expected`);
}

function without(headers: Plain, ...names: string[]): Plain {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

const STANDARD = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

suite('client: verifyWebhook', (test) => {
  test('what core signs is an event in JavaScript’s spelling', () => {
    const event = verifyWebhook(BODY, sent(), SECRET, { now: NOW });
    assert.is(event.id, 'evt_1');
    assert.is(event.createdAt, '2024-01-15T09:30:00Z');
    if (event.type !== 'payment.completed') return assert.unreachable(event.type);
    assert.is(event.data.checkoutUrl, PAYMENT.checkout_url);
    assert.is(event.data.description, '커피 ☕');
    assert.equal(event.data.metadata, { order_no: '7' });
  });

  test('what npm’s standardwebhooks signs is accepted, at the real time', () => {
    const now = new Date();
    const signature = new StandardWebhook(SECRET).sign('msg_1', now, BODY);
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    assert.is(verifyWebhook(BODY, headers, SECRET).id, 'evt_1');
  });

  test('bytes, Headers, any letter case and repeated headers are all the same', () => {
    const headers = sent();
    const upper = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]);
    const { 'webhook-signature': signature = '', ...others } = headers;
    const twice = new Headers(others);
    twice.append('webhook-signature', 'v1,AAAA');
    twice.append('webhook-signature', signature);
    for (const kind of [
      new Headers(headers),
      twice,
      Object.fromEntries(upper) as Plain,
      { ...others, 'webhook-signature': ['v1,AAAA', signature], cookie: undefined },
    ])
      assert.is(verifyWebhook(Buffer.from(BODY), kind, SECRET, { now: NOW }).id, 'evt_1');
  });

  test('while a secret is rotated both the old and the new one verify', () => {
    const headers = sent([OTHER, SECRET]);
    assert.is(verifyWebhook(BODY, headers, SECRET, { now: NOW }).id, 'evt_1');
    assert.is(verifyWebhook(BODY, headers, OTHER, { now: NOW }).id, 'evt_1');
  });

  test('one changed bit anywhere in the body is refused', () => {
    const headers = sent();
    const unstamped = without(headers, ...STANDARD);
    for (let bit = 0; bit < Buffer.byteLength(BODY) * 8; bit += 5) {
      const body = Buffer.from(BODY);
      body.writeUInt8(body.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      refuses('wrong_signature', headers, { body });
      refuses('wrong_signature', unstamped, { body, acceptUnstamped: true });
    }
  });

  test('a changed id, time or signature is refused', () => {
    const headers = sent();
    refuses('wrong_signature', { ...headers, 'webhook-id': 'evt_2' });
    refuses('wrong_signature', { ...headers, 'webhook-timestamp': String(NOW / 1000 + 1) });
    const signature = String(headers['webhook-signature']);
    const other = {
      v: signature.replace('v1,', 'v2,'),
      short: signature.slice(0, -3),
      none: 'v1,',
      odd: 'hello',
    };
    for (const changed of Object.values(other))
      refuses('wrong_signature', { ...headers, 'webhook-signature': changed });
  });

  test('another secret is refused', () => {
    refuses('wrong_signature', sent(), { secret: OTHER });
    refuses('wrong_signature', without(sent(), ...STANDARD), { secret: OTHER, acceptUnstamped: true });
  });

  test('a request from five minutes ago or ahead is accepted, and one from a second further is not', () => {
    const headers = sent();
    for (const way of [-1, 1]) {
      assert.is(verifyWebhook(BODY, headers, SECRET, { now: NOW + way * 300_000 }).id, 'evt_1');
      refuses('stale_timestamp', headers, { now: NOW + way * 301_000 });
      refuses('stale_timestamp', headers, { now: NOW + way * 11_000, toleranceMs: 10_000 });
    }
    for (const timestamp of ['soon', '-1', '1e9', `${NOW / 1000}.0`, '0x65a4fd58'])
      refuses('stale_timestamp', { ...headers, 'webhook-timestamp': timestamp });
    refuses('stale_timestamp', headers, { toleranceMs: NaN });
  });

  test('a request without one of the headers is refused, whatever its other signature says', () => {
    for (const name of STANDARD) {
      refuses('missing_header', without(sent(), name));
      refuses('missing_header', { ...sent(), [name]: '' });
    }
    refuses('missing_header', {});
    refuses('missing_header', new Headers());
  });

  test('the documented signature alone is refused, unless the caller takes it', () => {
    const headers = { 'Lifeos-Signature': bodySignature(SECRET, BODY) };
    assert.is(verifyWebhook(BODY, headers, SECRET, { acceptUnstamped: true }).id, 'evt_1');
    refuses('missing_header', headers);
    refuses('wrong_signature', { 'lifeos-signature': 'abcd' }, { acceptUnstamped: true });
  });

  test('a signed body that is no event is refused', () => {
    for (const body of ['', 'hello', 'null', '[]', '{}', '{"id":1,"type":"x"}'])
      refuses('malformed_body', sent([SECRET], body), { body });
  });

  test('an empty secret and a body that was parsed already are mistakes of the caller, and say so', () => {
    const broken = [undefined as unknown as string, '', 'whsec_'];
    for (const secret of broken)
      assert.throws(() => verifyWebhook(BODY, sent(), secret, { now: NOW }), /^secret/);
    assert.throws(() => verifyWebhook(BODY, { 'lifeos-signature': 'x' }, ''), /^secret/);
    assert.throws(() => verifyWebhook(JSON.parse(BODY) as string, sent(), SECRET), /^rawBody/);
  });

  test('what a shop is told is taken under its secret alone, as it was sent', () => {
    const data = { sessionId: 'cs_1', platformOrderId: 'order_123', totalAmount: 29_000, currency: 'KRW' };
    const told = { event: 'payment.completed', data };
    const body = JSON.stringify(told);
    assert.equal(verifyCheckoutWebhook(body, sent([SECRET], body), SECRET, { now: NOW }), told);
    const own = { 'x-korea-checkout-signature': bodySignature(SECRET, body) };
    assert.equal(verifyCheckoutWebhook(body, own, SECRET, { acceptUnstamped: true }), told);
    for (const [code, given] of [
      ['missing_header', () => verifyCheckoutWebhook(body, own, SECRET)],
      [
        'wrong_signature',
        () => verifyCheckoutWebhook(`${body} `, sent([SECRET], body), SECRET, { now: NOW }),
      ],
      ['malformed_body', () => verifyCheckoutWebhook(BODY, sent(), SECRET, { now: NOW })],
    ] as const)
      assert.throws(
        given,
        (error: unknown) => error instanceof WebhookVerificationError && error.code === code,
      );
  });
});
