import * as assert from 'uvu/assert';
import { type SessionState, sessionState } from '../../../adapters/http/session-page/session-state.ts';
import { newPayment, type NextAction, type Payment } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

const NOW = 1_000;
const fresh = newPayment(
  { merchantId: 'mer_1', mode: 'test' },
  'pay_1',
  { amount: 29_900, currency: 'KRW', method: null },
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
const paid: Partial<Payment> = { status: 'succeeded', amountCaptured: 29_900 };

const TABLE: readonly (readonly [SessionState, Partial<Payment>])[] = [
  ['payable', {}],
  ['declined', { failureCode: 'card_declined' }],
  // The buyer has called the attempt off.
  ['payable', { method: 'card', attemptCount: 1 }],
  ['expired', { expiresAt: NOW }],
  ['action', { status: 'requires_action', nextAction: redirect }],
  ['action', { status: 'requires_action', nextAction: redirect, expiresAt: NOW }],
  ['transfer', { status: 'requires_action', nextAction: transfer }],
  ['expired', { status: 'requires_action', nextAction: transfer, expiresAt: NOW }],
  ['processing', { status: 'processing' }],
  ['authorized', { status: 'requires_capture' }],
  ['completed', paid],
  ['completed', { ...paid, amountRefunding: 29_900 }],
  ['completed', { status: 'succeeded', amount: 0, amountCaptured: 0 }],
  ['partially_refunded', { ...paid, amountRefunded: 1 }],
  ['refunded', { ...paid, amountRefunded: 29_900 }],
  ['failed', { status: 'failed' }],
  ['canceled', { status: 'canceled', cancelReason: 'requested' }],
  ['expired', { status: 'canceled', cancelReason: 'expired' }],
];

suite('what a buyer sees of an order', (test) => {
  for (const [state, change] of TABLE)
    test(`${JSON.stringify(change)} looks ${state}`, () => {
      assert.is(sessionState({ ...fresh, ...change }, { now: NOW, methods: ['card'] }), state);
    });

  test('an order that no gateway carries is unavailable, unless nothing is to pay', () => {
    const none = { now: NOW, methods: [] };
    assert.is(sessionState(fresh, none), 'unavailable');
    assert.is(sessionState({ ...fresh, amount: 0 }, none), 'payable');
    assert.is(sessionState({ ...fresh, ...paid }, none), 'completed');
  });
});
