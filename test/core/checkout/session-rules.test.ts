import * as assert from 'uvu/assert';
import {
  amountDue,
  assertRedirectUrl,
  assertTotal,
  expiryOf,
  type Payment,
  type SessionStatus,
  sessionStatus,
} from '../../../core/index.ts';
import { sampleSession } from '../../support/checkout-fixtures.ts';
import { DAY, NOW, paidPayment, samplePayment } from '../../support/fixtures.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

const PAID = paidPayment();

const STATUSES: readonly [what: string, payment: Payment, status: SessionStatus][] = [
  ['nobody has begun', samplePayment({ status: 'requires_payment_method' }), 'pending'],
  ['it waits for a confirmation', samplePayment({ status: 'requires_confirmation' }), 'pending'],
  ['the buyer is at the gateway', samplePayment({ status: 'requires_action' }), 'processing'],
  ['the gateway has not answered', samplePayment({ status: 'processing' }), 'processing'],
  ['it waits for its capture', samplePayment({ status: 'requires_capture' }), 'processing'],
  ['it is paid', { ...PAID, amountRefunded: 0 }, 'completed'],
  ['a refund is under way', { ...PAID, amountRefunded: 0, amountRefunding: 1 }, 'completed'],
  ['part of it is given back', { ...PAID, amountRefunded: 1 }, 'partially_refunded'],
  ['all of it is given back', { ...PAID, amountRefunded: PAID.amountCaptured }, 'refunded'],
  ['nothing was to pay', { ...PAID, amount: 0, amountCaptured: 0, amountRefunded: 0 }, 'completed'],
  ['it has failed', samplePayment({ status: 'failed' }), 'failed'],
  ['the buyer has canceled it', samplePayment({ status: 'canceled', cancelReason: 'requested' }), 'canceled'],
  ['its time is over', samplePayment({ status: 'canceled', cancelReason: 'expired' }), 'expired'],
];

suite('session status', (test) => {
  for (const [what, payment, status] of STATUSES)
    test(`${status} when ${what}`, () => {
      assert.is(sessionStatus(payment), status);
    });
});

const GOOD_URLS = [
  'https://yourstore.com/success',
  'https://yourstore.com:8443/a?b=c#d',
  'https://상점.kr/완료',
];
const BAD_URLS = [
  'javascript:alert(1)',
  'data:text/html,x',
  '//evil.example',
  '/success',
  'ftp://yourstore.com',
  'https://yourstore.com@evil.example',
  'https://user:pass@yourstore.com',
  'https://',
  '',
  ` ${'x'.repeat(10)}`,
  `https://yourstore.com/${'a'.repeat(2048)}`,
];

suite('session amounts and addresses', (test) => {
  const session = sampleSession();

  test('the parts must come to the total, to the won', () => {
    assertTotal(session, 31_000);
    for (const total of [30_999, 31_001, 29_000, -31_000, NaN]) {
      const refusal = throwsWith('amount_mismatch', () => assertTotal(session, total));
      assert.is(refusal.details['expected'], 31_000);
    }
  });

  test('prices and sums beyond a million million are refused, even when they are the total', () => {
    const [line] = session.items;
    if (!line) throw new Error('the sample has a line');
    for (const [unitPrice, quantity] of [
      [Number.MAX_SAFE_INTEGER, 3],
      [900_000_000_000, 2],
      [0.5, 2],
      [-1, 1],
      [29_000, 0],
    ] as const) {
      const items = [{ ...line, unitPrice, quantity }];
      const total = unitPrice * quantity + 2_000;
      throwsWith('invalid_amount', () => assertTotal({ ...session, items }, total));
    }
  });

  test('what is to pay is the order without its coupons', () => {
    const coupon = {
      couponId: 'cpn_1',
      code: 'A',
      nameKo: '',
      nameEn: null,
      type: 'percentage',
      value: 10,
      amount: 2_900,
    } as const;
    assert.is(amountDue(session), 31_000);
    assert.is(amountDue({ ...session, coupons: [coupon, { ...coupon, amount: 100 }] }), 28_000);
  });

  for (const url of GOOD_URLS)
    test(`buyers may be sent to ${url}`, () => {
      assertRedirectUrl(url, 'live', 'returnUrl');
    });

  for (const url of BAD_URLS)
    test(`buyers are not sent to "${url.slice(0, 40)}"`, () => {
      throwsWith('redirect_url_refused', () => assertRedirectUrl(url, 'test', 'returnUrl'));
    });

  test('plain http is for test mode alone', () => {
    assertRedirectUrl('http://localhost:3000/ok', 'test', 'returnUrl');
    throwsWith('redirect_url_refused', () =>
      assertRedirectUrl('http://localhost:3000/ok', 'live', 'returnUrl'),
    );
  });

  test('a session is good for a day, as long as its shop says, or until the moment asked for: at most seven days', () => {
    assert.is(expiryOf(null, null, NOW), NOW + DAY);
    assert.is(expiryOf(null, 1_800_000, NOW), NOW + 1_800_000);
    assert.is(expiryOf(NOW + 5_000, 1_800_000, NOW), NOW + 5_000);
    assert.is(expiryOf(NOW + 7 * DAY, null, NOW), NOW + 7 * DAY);
    throwsWith('invalid_request', () => expiryOf(NOW + 7 * DAY + 1, null, NOW));
    for (const past of [NOW, NOW - 1, 0]) throwsWith('invalid_request', () => expiryOf(past, null, NOW));
  });
});
