import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  type ReturnRefusal,
  ReturnVerificationError,
  verifyReturn,
  type VerifyReturnOptions,
} from '../../../../adapters/client/index.ts';
import { cancelLink, returnLink } from '../../../../adapters/http/session-page/return-link.ts';
import { sampleSession } from '../../../support/checkout-fixtures.ts';
import { NOW, paidPayment, samplePayment } from '../../../support/fixtures.ts';
import { suite } from '../../../support/suite.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PAID = paidPayment();

function linkTo(returnUrl: string | null, platformOrderId = 'order_123'): URL {
  const session = sampleSession({ returnUrl, platformOrderId });
  return new URL(returnLink({ session, payment: PAID }, SECRET, NOW) ?? 'about:blank');
}

function refuses(code: ReturnRefusal, address: string | URL, options: VerifyReturnOptions = {}): void {
  try {
    verifyReturn(address, SECRET, { now: NOW, ...options });
  } catch (error) {
    if (!(error instanceof ReturnVerificationError)) throw error;
    return assert.is(error.code, code);
  }
  assert.unreachable(`${code} was expected`);
}

function changed(url: URL, name: string, value: string | null): URL {
  const other = new URL(url);
  if (value === null) other.searchParams.delete(name);
  else other.searchParams.set(name, value);
  return other;
}

suite('the way back to a shop', (test) => {
  test('a shop that checks it learns what became of which order', () => {
    const session = sampleSession({ returnUrl: 'https://shop.example/success' });
    const url = returnLink({ session, payment: PAID }, SECRET, NOW) ?? '';
    assert.equal(verifyReturn(url, SECRET, { now: NOW }), {
      sessionId: session.id,
      platformOrderId: session.platformOrderId,
      status: 'completed',
      at: Math.floor(NOW / 1000) * 1000,
    });
  });

  test('the signature is what the documentation says, to the letter', () => {
    const { searchParams } = linkTo('https://shop.example/');
    assert.match(searchParams.get('signature') ?? '', /^[\da-f]{64}$/);
    assert.is(searchParams.get('timestamp'), String(Math.floor(NOW / 1000)));
  });

  test('what the shop’s address has of its own stays as it was written, but for our names', () => {
    const url = linkTo('https://shop.example/s?flag&q=a%20b+c&status=hacked&%73ignature=x&한=글#top');
    assert.match(url.search, /^\?flag&q=a%20b\+c&%ED%95%9C=%EA%B8%80&sessionId=/);
    assert.equal(url.searchParams.getAll('status'), ['completed']);
    assert.is(url.searchParams.getAll('signature').length, 1);
    assert.is(url.hash, '#top');
    assert.is(verifyReturn(url, SECRET, { now: NOW }).status, 'completed');
  });

  test('it leads where the shop has said, and nowhere when it has said nothing', () => {
    const session = sampleSession({
      returnUrl: 'https://shop.example/ok',
      cancelUrl: 'https://shop.example/no',
    });
    const payment = samplePayment({ status: 'canceled', cancelReason: 'requested' });
    assert.match(returnLink({ session, payment }, SECRET, NOW) ?? '', /^https:\/\/shop\.example\/ok\?/);
    const cancel = cancelLink({ session, payment }, SECRET, NOW) ?? '';
    assert.match(cancel, /^https:\/\/shop\.example\/no\?.*&status=cancelled&/);
    const silent = { ...session, returnUrl: null, cancelUrl: null };
    assert.is(returnLink({ session: silent, payment }, SECRET, NOW), null);
    assert.is(cancelLink({ session: silent, payment }, SECRET, NOW), null);
  });

  test('the status is the word of the API', () => {
    const session = sampleSession({ returnUrl: 'https://shop.example/' });
    const words = {
      pending: samplePayment({ status: 'requires_payment_method' }),
      processing: samplePayment({ status: 'processing' }),
      failed: samplePayment({ status: 'failed' }),
      cancelled: samplePayment({ status: 'canceled', cancelReason: 'requested' }),
      expired: samplePayment({ status: 'canceled', cancelReason: 'expired' }),
      partially_refunded: { ...PAID, amountRefunded: 1 },
      refunded: { ...PAID, amountRefunded: PAID.amountCaptured },
    };
    for (const [word, payment] of Object.entries(words)) {
      const url = new URL(returnLink({ session, payment }, SECRET, NOW) ?? '');
      assert.is(url.searchParams.get('status'), word);
    }
  });

  test('whatever the order is called and the address holds, the result is the shop’s own again', () =>
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        (id, to) => {
          const platformOrderId = Buffer.from(id).toString();
          const url = linkTo(to, platformOrderId);
          assert.is(verifyReturn(url.href, SECRET, { now: NOW }).platformOrderId, platformOrderId);
          assert.is(
            url.origin + url.pathname + url.hash,
            new URL(to).origin + new URL(to).pathname + new URL(to).hash,
          );
        },
      ),
      { numRuns: 300 },
    ));
});

suite('client: verifyReturn', (test) => {
  const url = linkTo('https://shop.example/success?cart=7');

  test('what a server sees of the address is enough', () => {
    assert.is(verifyReturn(url.pathname + url.search, SECRET, { now: NOW }).status, 'completed');
  });

  test('a changed result, order, session, time or signature is refused', () => {
    const changes = {
      status: 'refunded',
      platformOrderId: 'order_124',
      sessionId: 'cs_other',
      timestamp: String(Math.floor(NOW / 1000) + 1),
      signature: 'ab'.repeat(32),
    };
    for (const [name, value] of Object.entries(changes))
      refuses('wrong_signature', changed(url, name, value));
    refuses('wrong_signature', changed(url, 'signature', 'short'));
    assert.throws(() => verifyReturn(url, 'whsec_other', { now: NOW }), /does not fit/);
  });

  test('parts cannot be moved from one parameter to the next', () => {
    const moved = changed(changed(url, 'platformOrderId', 'order_123.completed'), 'status', '');
    refuses('missing_parameter', moved);
  });

  test('a parameter that is missing, or there twice, is refused', () => {
    for (const name of ['sessionId', 'platformOrderId', 'status', 'timestamp', 'signature']) {
      refuses('missing_parameter', changed(url, name, null));
      refuses('missing_parameter', changed(url, name, ''));
      refuses('missing_parameter', `${url.href}&${name}=x`);
    }
    refuses('missing_parameter', 'http://[');
  });

  test('an address of an hour ago is good, and one of a second more is not', () => {
    const at = Math.floor(NOW / 1000) * 1000;
    for (const way of [-1, 1]) {
      assert.is(verifyReturn(url, SECRET, { now: at + way * 3_600_000 }).status, 'completed');
      refuses('stale_timestamp', url, { now: at + way * 3_601_000 });
      refuses('stale_timestamp', url, { now: at + way * 11_000, toleranceMs: 10_000 });
    }
    for (const timestamp of ['soon', '-1', '1e9'])
      refuses('stale_timestamp', changed(url, 'timestamp', timestamp));
    refuses('stale_timestamp', url, { toleranceMs: NaN });
  });

  test('an empty secret is a mistake of the caller, and says so', () => {
    for (const secret of ['', undefined as unknown as string])
      assert.throws(() => verifyReturn(url, secret), /^secret/);
  });
});
