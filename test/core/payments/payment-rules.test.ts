import * as assert from 'uvu/assert';
import {
  assertInstalments,
  ATTEMPT_TRANSITIONS,
  assertTransition,
  cancel,
  INSTALMENT_MONTHS,
  instalmentFault,
  isEnded,
  isWaiting,
  moveTo,
  newPayment,
  PAYMENT_METHODS,
  PAYMENT_TRANSITIONS,
  type Payment,
  type PaymentStatus,
  standingOf,
  startAttempt,
  transferInstructions,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { anAttempt, aPaidPayment, aPayment, NOW, SCOPE } from '../examples.ts';

/** The table once more, from MODELS: whoever changes the rules says so in two places. */
const PAYMENT_EDGES: Readonly<Record<PaymentStatus, string>> = {
  requires_payment_method: 'requires_confirmation requires_action processing failed canceled',
  requires_confirmation: 'requires_payment_method requires_action processing failed canceled',
  requires_action: 'requires_payment_method processing requires_capture succeeded failed canceled',
  processing: 'requires_payment_method requires_action requires_capture succeeded failed canceled',
  requires_capture: 'succeeded failed canceled',
  succeeded: '',
  failed: '',
  canceled: '',
};

const ATTEMPT_EDGES: Readonly<Record<keyof typeof ATTEMPT_TRANSITIONS, string>> = {
  processing: 'requires_action succeeded declined canceled reversing',
  requires_action: 'processing succeeded declined canceled reversing',
  succeeded: '',
  declined: 'reversing',
  canceled: 'reversing',
  reversing: 'reversed',
  reversed: '',
};

const STATES = Object.keys(PAYMENT_TRANSITIONS) as PaymentStatus[];
const ENDS: readonly PaymentStatus[] = ['succeeded', 'failed', 'canceled'];

suite('payment states', (test) => {
  for (const from of STATES)
    for (const to of STATES)
      if (PAYMENT_EDGES[from].split(' ').includes(to))
        test(`${from} becomes ${to}, and nothing else changes but what is asked`, () => {
          const was = aPayment({ status: from });
          const now = moveTo(was, to, { nextAction: null });
          assert.equal(now, { ...was, status: to, dueAt: ENDS.includes(to) ? null : was.dueAt });
        });
      else
        test(`${from} never becomes ${to}`, () => {
          const refusal = throwsWith('illegal_transition', () => moveTo(aPayment({ status: from }), to));
          assert.equal(refusal.details, { from, to });
        });

  for (const status of STATES)
    test(`a ${status} payment ${ENDS.includes(status) ? 'has ended' : 'goes on'}`, () => {
      assert.is(isEnded(aPayment({ status })), ENDS.includes(status));
    });

  for (const status of STATES) {
    const waits = status === 'processing' || status === 'requires_action';
    test(`a ${status} payment ${waits ? 'waits' : 'does not wait'} for its gateway`, () => {
      assert.is(isWaiting(aPayment({ status })), waits);
    });
  }
});

suite('attempt states', (test) => {
  const states = Object.keys(ATTEMPT_TRANSITIONS) as (keyof typeof ATTEMPT_TRANSITIONS)[];
  for (const from of states)
    for (const to of states)
      if (ATTEMPT_EDGES[from].split(' ').includes(to))
        test(`${from} becomes ${to}`, () => assertTransition(ATTEMPT_TRANSITIONS, from, to));
      else
        test(`${from} never becomes ${to}`, () => {
          throwsWith('illegal_transition', () => assertTransition(ATTEMPT_TRANSITIONS, from, to));
        });
});

suite('a new payment', (test) => {
  const input = { amount: 29_900, currency: 'KRW', method: null };

  test('nothing has been captured, given back or held, and it has a day', () => {
    const payment = newPayment(SCOPE, 'pay_1', input, NOW);
    assert.is(payment.status, 'requires_payment_method');
    assert.is(payment.version, 1);
    assert.is(payment.expiresAt, NOW + 86_400_000);
    assert.is(payment.dueAt, payment.expiresAt);
    const { amountCaptured, amountRefunded, amountRefunding, amountDisputed } = payment;
    assert.equal([amountCaptured, amountRefunded, amountRefunding, amountDisputed], [0, 0, 0, 0]);
  });

  test('it belongs to the scope that made it', () => {
    const { merchantId, mode } = newPayment({ merchantId: 'mer_2', mode: 'live' }, 'pay_1', input, NOW);
    assert.equal([merchantId, mode], ['mer_2', 'live']);
  });

  test('an amount or a currency that is none is refused', () => {
    throwsWith('invalid_amount', () => newPayment(SCOPE, 'pay_1', { ...input, amount: 0 }, NOW));
    throwsWith('unsupported_currency', () => newPayment(SCOPE, 'pay_1', { ...input, currency: 'XXX' }, NOW));
  });
});

suite('starting an attempt', (test) => {
  test('the payment follows the attempt and forgets the last failure', () => {
    const failed = aPayment({ attemptCount: 1, failureCode: 'card_declined', failureMessage: 'no' });
    const payment = startAttempt(failed, anAttempt({ id: 'att_2', method: 'kakao_pay' }), NOW);
    assert.is(payment.status, 'processing');
    assert.equal(
      [payment.attemptId, payment.method, payment.attemptCount, payment.failureCode, payment.failureMessage],
      ['att_2', 'kakao_pay', 2, null, null],
    );
  });

  test('the payment has the instalments of its last attempt, and none when that had none', () => {
    const over = (instalmentMonths: number | null) => anAttempt({ instalmentMonths });
    const first = startAttempt(aPayment(), over(3), NOW);
    assert.is(first.instalmentMonths, 3);
    const second = startAttempt({ ...first, status: 'requires_payment_method' }, over(null), NOW);
    assert.is(second.instalmentMonths, null);
  });

  test('one millisecond before its time is over it may still begin', () => {
    const payment = aPayment();
    assert.is(startAttempt(payment, anAttempt(), payment.expiresAt - 1).status, 'processing');
  });

  test('when its time is over it may not', () => {
    const payment = aPayment();
    throwsWith('illegal_transition', () => startAttempt(payment, anAttempt(), payment.expiresAt));
  });

  for (const status of [...ENDS, 'requires_capture', 'processing'] as const)
    test(`a ${status} payment starts none`, () => {
      throwsWith('illegal_transition', () => startAttempt(aPayment({ status }), anAttempt(), NOW));
    });
});

suite('instalments', (test) => {
  const order = { method: 'card', currency: 'KRW', amount: 50_000 } as const;

  test('a card pays ₩50,000 over 2 to 12 months', () => {
    assert.equal(INSTALMENT_MONTHS, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const months of INSTALMENT_MONTHS) assert.is(instalmentFault(months, order), null, String(months));
  });

  for (const months of [1, 13, 0, -3, 2.5, Number.NaN, Number.POSITIVE_INFINITY])
    test(`${months} months are none`, () => assert.is(instalmentFault(months, order), 'months'));

  test('₩49,999 are paid at once', () => {
    assert.is(instalmentFault(2, { ...order, amount: 49_999 }), 'amount');
    assert.is(instalmentFault(null, { ...order, amount: 49_999 }), null);
  });

  test('dollars are paid at once, however many', () => {
    assert.is(instalmentFault(2, { ...order, currency: 'USD', amount: 5_000_000 }), 'currency');
    assert.is(instalmentFault(null, { ...order, currency: 'USD' }), null);
  });

  for (const method of [null, ...PAYMENT_METHODS.filter((one) => one !== 'card')])
    test(`${method ?? 'a payment without a method'} is paid at once`, () => {
      assert.is(instalmentFault(2, { ...order, method }), 'method');
      assert.is(instalmentFault(null, { ...order, method }), null);
    });

  test('the refusal names the field and the reason', () => {
    const refusal = throwsWith('invalid_request', () => assertInstalments(13, order));
    assert.equal(refusal.details, { field: 'instalment_months', reason: 'months' });
    assertInstalments(12, order);
  });
});

suite('ending a payment', (test) => {
  for (const reason of ['requested', 'expired'] as const)
    test(`a payment that is canceled (${reason}) remembers why and is not due any more`, () => {
      const payment = cancel(aPayment(), reason);
      assert.equal([payment.status, payment.cancelReason, payment.dueAt], ['canceled', reason, null]);
    });

  test('what was paid is not canceled', () => {
    throwsWith('illegal_transition', () => cancel(aPaidPayment(), 'requested'));
  });
});

suite('how a payment counts', (test) => {
  const standings: readonly (readonly [string, Partial<Payment>, ReturnType<typeof standingOf>])[] = [
    ['all given back', { amountRefunded: 29_900 }, 'refunded'],
    ['some given back', { amountRefunded: 29_899 }, 'paid'],
    ['nothing given back', {}, 'paid'],
    ['a refund of all still open', { amountRefunding: 29_900 }, 'paid'],
  ];
  for (const [name, change, standing] of standings)
    test(`paid, ${name}: ${standing}`, () => assert.is(standingOf(aPaidPayment(change)), standing));

  for (const status of STATES.filter((state) => state !== 'succeeded'))
    test(`${status} counts as ${ENDS.includes(status) ? status : 'open'}`, () => {
      assert.is(standingOf(aPayment({ status })), ENDS.includes(status) ? status : 'open');
    });

  test('only a bank transfer has transfer instructions', () => {
    const redirect = aPayment({ nextAction: { type: 'redirect', url: 'https://pay.example/1' } });
    assert.is(transferInstructions(redirect), null);
    assert.is(transferInstructions(aPayment()), null);
  });
});
