import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import * as assert from 'uvu/assert';
import {
  assertEndpointUrl,
  bodySignature,
  isSuccess,
  newDelivery,
  recordHealth,
  recordTry,
  signedHeaders,
  standardSignature,
  type WebhookAnswer,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { NOW, SCOPE } from '../examples.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** SURFACES.md: the waits before the second to the tenth try. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)];

function anEndpoint(change: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    id: 'wh_1',
    ...SCOPE,
    family: 'lifeos',
    workspaceId: null,
    shopId: null,
    url: 'https://shop.example/hooks',
    events: ['payment.succeeded'],
    sealedSecret: 'sealed',
    sealedPreviousSecret: null,
    previousSecretUntil: null,
    active: true,
    disabledReason: null,
    failingSince: null,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

function aDelivery(change: Partial<WebhookDelivery> = {}): WebhookDelivery {
  const rendered = { eventId: 'evt_1', type: 'payment.completed', body: '{"id":"evt_1"}' };
  return { ...newDelivery(anEndpoint(), 'dlv_1', rendered, NOW), ...change };
}

function answered(status: number | null, retryAfterMs: number | null = null): WebhookAnswer {
  return { status, error: status === null ? 'timeout' : null, retryAfterMs, durationMs: 12 };
}

suite('a delivery', (test) => {
  test('it is due at once and belongs to the owner of its endpoint', () => {
    const delivery = aDelivery();
    assert.equal([delivery.status, delivery.dueAt, delivery.attempts], ['pending', NOW, 0]);
    assert.equal([delivery.merchantId, delivery.mode, delivery.endpointId], ['mer_1', 'test', 'wh_1']);
  });

  for (const status of [200, 201, 204, 299])
    test(`${status} delivers it`, () => {
      const tried = recordTry(aDelivery({ attempts: 3 }), answered(status), NOW + 9, 0.5);
      assert.equal([tried.status, tried.dueAt, tried.attempts], ['succeeded', null, 4]);
      assert.equal([tried.lastAttemptAt, tried.responseStatus, tried.error], [NOW + 9, status, null]);
    });

  for (const status of [null, 199, 300, 301, 302, 400, 404, 429, 500, 503])
    test(`${status ?? 'no answer'} is a failure that is tried again`, () => {
      assert.not(isSuccess(answered(status)));
      const tried = recordTry(aDelivery(), answered(status), NOW, 0.5);
      assert.equal([tried.status, tried.dueAt], ['pending', NOW + 5 * SECOND]);
      assert.equal([tried.responseStatus, tried.error], [status, status === null ? 'timeout' : null]);
    });

  for (const [attempts, wait] of WAITS.entries())
    test(`try ${attempts + 2} comes ${wait / SECOND} s after try ${attempts + 1}, a tenth more or less`, () => {
      const due = (jitter: number): number | null =>
        recordTry(aDelivery({ attempts }), answered(500), NOW, jitter).dueAt;
      assert.is(due(0), NOW + wait * 0.9);
      assert.is(due(0.5), NOW + wait);
      assert.is(due(1 - 2 ** -53), NOW + wait * 1.1);
    });

  test('the tenth failure is the last', () => {
    const tried = recordTry(aDelivery({ attempts: 9 }), answered(500), NOW, 0.5);
    assert.equal([tried.status, tried.dueAt, tried.attempts], ['failed', null, 10]);
  });

  test('all tries together span about three days', () => {
    const hours = WAITS.reduce((sum, wait) => sum + wait, 0) / HOUR;
    assert.ok(hours > 72 && hours < 80, `${hours}`);
  });

  test('410 means never again', () => {
    const tried = recordTry(aDelivery(), answered(410), NOW, 0.5);
    assert.equal([tried.status, tried.dueAt], ['failed', null]);
  });

  test('a longer Retry-After is waited for, a shorter one is not', () => {
    const due = (retryAfterMs: number): number | null =>
      recordTry(aDelivery({ attempts: 1 }), answered(429, retryAfterMs), NOW, 0.5).dueAt;
    assert.is(due(HOUR), NOW + HOUR);
    assert.is(due(5 * MINUTE + 1), NOW + 5 * MINUTE + 1);
    assert.is(due(SECOND), NOW + 5 * MINUTE);
    assert.is(due(0), NOW + 5 * MINUTE);
    assert.is(due(-HOUR), NOW + 5 * MINUTE);
  });

  test('a Retry-After of more than a day is cut to a day', () => {
    assert.is(recordTry(aDelivery(), answered(503, 400 * DAY), NOW, 0.5).dueAt, NOW + DAY);
  });

  test('whatever the jitter, the next try is a whole millisecond within a tenth of its time', () => {
    const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(8), jitter, (attempts, fraction) => {
        const { dueAt } = recordTry(aDelivery({ attempts }), answered(500), NOW, fraction);
        const wait = (dueAt ?? 0) - NOW;
        const planned = WAITS[attempts] ?? 0;
        assert.ok(Number.isSafeInteger(dueAt) && wait >= planned * 0.9 && wait <= planned * 1.1);
      }),
    );
  });
});

suite('the health of an endpoint', (test) => {
  test('the first failure is remembered', () => {
    assert.equal(recordHealth(anEndpoint(), answered(500), NOW), anEndpoint({ failingSince: NOW }));
  });

  test('further failures change nothing for five days', () => {
    const failing = anEndpoint({ failingSince: NOW });
    assert.is(recordHealth(failing, answered(null), NOW + 5 * DAY - 1), failing);
  });

  test('after five days of nothing but failures it is disabled', () => {
    const failing = anEndpoint({ failingSince: NOW });
    const disabled = recordHealth(failing, answered(500), NOW + 5 * DAY);
    assert.equal([disabled.active, disabled.disabledReason], [false, 'failing']);
  });

  test('one success forgets all failures', () => {
    const failing = anEndpoint({ failingSince: NOW });
    assert.equal(recordHealth(failing, answered(200), NOW + 4 * DAY), anEndpoint());
  });

  test('a success where nothing failed changes nothing', () => {
    const endpoint = anEndpoint();
    assert.is(recordHealth(endpoint, answered(200), NOW), endpoint);
  });

  test('410 disables it at once', () => {
    const gone = recordHealth(anEndpoint(), answered(410), NOW);
    assert.equal([gone.active, gone.disabledReason], [false, 'gone']);
  });

  for (const status of [200, 410, 500])
    test(`${status} does not touch an endpoint that is off`, () => {
      const off = anEndpoint({ active: false, disabledReason: 'requested' });
      assert.is(recordHealth(off, answered(status), NOW), off);
    });
});

/** The example of the Standard Webhooks documents, signed by their own library. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const OTHER_SECRET = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MDE=';

suite('signatures', (test) => {
  test('the fixed example has the signature that Standard Webhooks gives it', () => {
    const { secret, id, timestamp, body, signature } = VECTOR;
    assert.is(standardSignature(secret, id, timestamp, body), signature);
    assert.is(new Webhook(secret).sign(id, new Date(timestamp * 1000), body), signature);
  });

  test('the signature of a body is its HMAC in hex (RFC 4231, case 2)', () => {
    assert.is(
      bodySignature('Jefe', 'what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  /** Headers as they would leave right now: the library refuses what is older than five minutes. */
  function headersOf(secrets: readonly [string, ...string[]], body: string): Record<string, string> {
    return signedHeaders({
      delivery: aDelivery({ body }),
      secrets,
      signatureHeader: 'x-lifeos-signature',
      now: Date.now(),
    });
  }

  const korean = '{"description":"한글 상품 ☕","amount":29900}';

  test('what we sign is accepted by the library that receivers use', () => {
    const verified = new Webhook(VECTOR.secret).verify(korean, headersOf([VECTOR.secret], korean));
    assert.equal(verified, JSON.parse(korean));
  });

  test('a changed body, another id and another secret are refused by it', () => {
    const headers = headersOf([VECTOR.secret], korean);
    const webhook = new Webhook(VECTOR.secret);
    assert.throws(() => webhook.verify(korean.replace('29900', '29901'), headers));
    assert.throws(() => webhook.verify(korean, { ...headers, 'webhook-id': 'evt_2' }));
    assert.throws(() => new Webhook(OTHER_SECRET).verify(korean, headers));
  });

  test('while a secret is rotated out, holders of either can verify', () => {
    const headers = headersOf([OTHER_SECRET, VECTOR.secret], korean);
    assert.is(headers['webhook-signature']?.split(' ').length, 2);
    for (const secret of [OTHER_SECRET, VECTOR.secret])
      assert.equal(new Webhook(secret).verify(korean, headers), JSON.parse(korean));
    assert.throws(() => new Webhook('whsec_bm9ib2R5a25vd3N0aGlzc2VjcmV0').verify(korean, headers));
  });

  test('the header of the family is signed with the newest secret over the very bytes of the body', () => {
    const headers = headersOf([OTHER_SECRET, VECTOR.secret], korean);
    assert.is(headers['x-lifeos-signature'], bodySignature(OTHER_SECRET, korean));
  });

  test('a family without a header of its own signs the standard way alone', () => {
    const input = { delivery: aDelivery(), secrets: [VECTOR.secret] as const, now: NOW };
    const names = Object.keys(signedHeaders({ ...input, signatureHeader: null })).sort();
    assert.equal(names, ['content-type', 'webhook-id', 'webhook-signature', 'webhook-timestamp']);
  });

  test('the id is that of the event, so that a receiver knows a retry', () => {
    const sent = (id: string): string | undefined =>
      signedHeaders({
        delivery: aDelivery({ id }),
        secrets: [VECTOR.secret],
        signatureHeader: 'x-signature',
        now: NOW + 999,
      })['webhook-id'];
    assert.equal([sent('dlv_1'), sent('dlv_2')], ['evt_1', 'evt_1']);
  });

  test('the timestamp is in whole seconds', () => {
    const headers = signedHeaders({
      delivery: aDelivery(),
      secrets: [VECTOR.secret],
      signatureHeader: 'x-signature',
      now: NOW + 999,
    });
    assert.is(headers['webhook-timestamp'], String(NOW / 1000));
    assert.match(headers['content-type'] ?? '', /^application\/json/);
  });
});

suite('addresses of endpoints', (test) => {
  for (const mode of ['test', 'live'] as const)
    test(`https is accepted in ${mode} mode`, () => assertEndpointUrl('https://shop.example/hooks', mode));

  test('plain http is for tests only', () => {
    assertEndpointUrl('http://shop.example/hooks', 'test');
    const refusal = throwsWith('webhook_url_refused', () => assertEndpointUrl('http://shop.example', 'live'));
    assert.equal(refusal.details, { field: 'url' });
  });

  for (const url of [
    '',
    'shop.example',
    '/hooks',
    'ftp://shop.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])
    test(`"${url}" is refused`, () => {
      for (const mode of ['test', 'live'] as const)
        throwsWith('webhook_url_refused', () => assertEndpointUrl(url, mode));
    });
});
