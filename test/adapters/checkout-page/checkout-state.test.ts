import * as assert from 'uvu/assert';
import { type CheckoutState, checkoutState } from '../../../adapters/http/checkout-page/checkout-state.ts';
import { newPayment, type NextAction, type Payment } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

const NOW = 1_000;
const fresh = newPayment(
  { merchantId: 'mer_1', mode: 'test' },
  'pay_1',
  { amount: 29_900, currency: 'KRW', method: 'card' },
  NOW,
);
const redirect: NextAction = { type: 'redirect', url: 'https://gateway.example/1' };
const transfer: NextAction = {
  type: 'bank_transfer',
  bankCode: '004',
  bankName: '국민은행',
  accountNumber: '1',
  accountHolder: '상점',
  depositorName: '홍길동',
  deadline: fresh.expiresAt,
};

const TABLE: readonly (readonly [CheckoutState, Partial<Payment>])[] = [
  ['payable', {}],
  ['payable', { status: 'requires_confirmation' }],
  ['declined', { failureCode: 'card_declined' }],
  ['expired', { expiresAt: NOW }],
  ['expired', { expiresAt: NOW, failureCode: 'card_declined' }],
  ['action', { status: 'requires_action', nextAction: redirect }],
  // Its gateway may still approve it: only the gateway knows.
  ['action', { status: 'requires_action', nextAction: redirect, expiresAt: NOW }],
  ['transfer', { status: 'requires_action', nextAction: transfer }],
  ['expired', { status: 'requires_action', nextAction: transfer, expiresAt: NOW }],
  ['processing', { status: 'processing' }],
  ['processing', { status: 'processing', expiresAt: NOW }],
  ['authorized', { status: 'requires_capture' }],
  ['succeeded', { status: 'succeeded', expiresAt: NOW }],
  ['failed', { status: 'failed' }],
  ['canceled', { status: 'canceled', cancelReason: 'requested' }],
  ['expired', { status: 'canceled', cancelReason: 'expired' }],
];

suite('what a buyer sees of a payment', (test) => {
  for (const [state, change] of TABLE)
    test(`${JSON.stringify(change)} looks ${state}`, () => {
      assert.is(checkoutState({ ...fresh, ...change }, { now: NOW, methods: ['card'] }), state);
    });

  test('a payment that no gateway carries is unavailable, but not one that has moved on', () => {
    const none = { now: NOW, methods: [] };
    assert.is(checkoutState(fresh, none), 'unavailable');
    assert.is(checkoutState({ ...fresh, status: 'succeeded' }, none), 'succeeded');
    assert.is(checkoutState({ ...fresh, expiresAt: NOW }, none), 'expired');
  });
});
