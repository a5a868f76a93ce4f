import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  newRefund,
  nextRefundCheckAt,
  type Payment,
  type PaymentStatus,
  REFUND_CHECKS_MS,
  REFUND_TRANSITIONS,
  type Refund,
  refundable,
  refundedElsewhere,
  type RefundOutcome,
  reserveRefund,
  settleRefund,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { anAttempt, aPaidPayment, aPayment, aRefund, BUYERS_ACCOUNT, NOW } from '../examples.ts';

const ANY = { partialRefund: true, refundAccountFor: [] };
const DONE: RefundOutcome = { kind: 'succeeded' };
const REFUSED: RefundOutcome = { kind: 'declined', code: 'exceeds_due', message: 'too late' };

suite('what can be given back', (test) => {
  const rows: readonly (readonly [Partial<Payment>, number])[] = [
    [{}, 29_900],
    [{ amountRefunded: 9900 }, 20_000],
    [{ amountRefunding: 9900 }, 20_000],
    [{ amountDisputed: 9900 }, 20_000],
    [{ amountRefunded: 10_000, amountRefunding: 10_000, amountDisputed: 9900 }, 0],
    [{ amountRefunded: 29_900, amountDisputed: 29_900 }, 0],
  ];
  for (const [change, left] of rows)
    test(`${JSON.stringify(change)} leaves ${left}`, () => {
      assert.is(refundable(aPaidPayment(change)), left);
    });
});

suite('setting an amount aside', (test) => {
  test('an amount left out takes all that is left', () => {
    const { payment, amount } = reserveRefund(aPaidPayment({ amountRefunded: 900 }), {}, ANY);
    assert.equal([amount, payment.amountRefunding, refundable(payment)], [29_000, 29_000, 0]);
  });

  for (const amount of [1, 29_899, 29_900])
    test(`${amount} of 29900 is set aside and nothing else changes`, () => {
      const was = aPaidPayment();
      const reserved = reserveRefund(was, { amount }, ANY);
      assert.equal(reserved, { amount, payment: { ...was, amountRefunding: amount } });
    });

  test('one won more than is left is refused, with what is left', () => {
    const payment = aPaidPayment({ amountRefunded: 900 });
    const refusal = throwsWith('amount_exceeds_refundable', () =>
      reserveRefund(payment, { amount: 29_001 }, ANY),
    );
    assert.equal(refusal.details, { field: 'amount', refundable: 29_000 });
  });

  for (const amount of [0, -1, 0.5, Number.NaN, 2 ** 53])
    test(`${amount} is no amount to refund`, () => {
      throwsWith('invalid_amount', () => reserveRefund(aPaidPayment(), { amount }, ANY));
    });

  const refusals: Readonly<Record<Exclude<PaymentStatus, 'succeeded'>, Parameters<typeof throwsWith>[0]>> = {
    requires_payment_method: 'not_captured',
    requires_confirmation: 'not_captured',
    requires_action: 'not_captured',
    processing: 'not_captured',
    requires_capture: 'not_captured',
    failed: 'not_refundable_state',
    canceled: 'not_refundable_state',
  };
  for (const [status, code] of Object.entries(refusals) as [PaymentStatus, (typeof refusals)['failed']][])
    test(`a ${status} payment gives nothing back: ${code}`, () => {
      throwsWith(code, () => reserveRefund(aPayment({ status }), {}, ANY));
    });

  for (const change of [{ amountRefunded: 29_900 }, { amountRefunding: 29_900 }, { amountDisputed: 29_900 }])
    test(`nothing is left when ${JSON.stringify(change)}`, () => {
      throwsWith('already_refunded', () => reserveRefund(aPaidPayment(change), {}, ANY));
      throwsWith('already_refunded', () => reserveRefund(aPaidPayment(change), { amount: 1 }, ANY));
    });

  const whole = { ...ANY, partialRefund: false };
  test('a gateway without partial refunds gives the whole back', () => {
    assert.is(reserveRefund(aPaidPayment(), {}, whole).amount, 29_900);
    assert.is(reserveRefund(aPaidPayment(), { amount: 29_900 }, whole).amount, 29_900);
  });

  test('a gateway without partial refunds gives no part back, nor a rest', () => {
    throwsWith('partial_not_allowed', () => reserveRefund(aPaidPayment(), { amount: 29_899 }, whole));
    throwsWith('partial_not_allowed', () => reserveRefund(aPaidPayment({ amountRefunded: 1 }), {}, whole));
  });

  const transfer = { ...ANY, refundAccountFor: ['bank_transfer' as const] };
  test('a transfer is given back to an account, and not without one', () => {
    const payment = aPaidPayment({ method: 'bank_transfer' });
    throwsWith('refund_account_required', () => reserveRefund(payment, {}, transfer));
    throwsWith('refund_account_required', () => reserveRefund(payment, { refundAccount: null }, transfer));
    assert.is(reserveRefund(payment, { refundAccount: BUYERS_ACCOUNT }, transfer).amount, 29_900);
    assert.is(reserveRefund(aPaidPayment(), {}, transfer).amount, 29_900, 'a card needs none');
  });
});

suite('what became of a refund', (test) => {
  const waiting = (): Payment => aPaidPayment({ amountRefunding: 10_000 });

  test('given back: the amount moves from refunding to refunded', () => {
    const { payment, refund } = settleRefund(waiting(), aRefund(), DONE);
    assert.equal([payment.amountRefunding, payment.amountRefunded], [0, 10_000]);
    assert.equal([refund.status, refund.checkAt, refund.failureCode], ['succeeded', null, null]);
  });

  test('refused: the amount can be asked for again, and the refund says why', () => {
    const { payment, refund } = settleRefund(waiting(), aRefund(), REFUSED);
    assert.equal([payment.amountRefunding, payment.amountRefunded, refundable(payment)], [0, 0, 29_900]);
    assert.equal(
      [refund.status, refund.failureCode, refund.failureMessage],
      ['failed', 'exceeds_due', 'too late'],
    );
  });

  test('no answer: the amount stays set aside', () => {
    const was = { payment: waiting(), refund: aRefund() };
    const now = settleRefund(was.payment, was.refund, { kind: 'unknown' });
    assert.is(now.payment, was.payment);
    assert.is(now.refund, was.refund);
  });

  for (const outcome of [DONE, REFUSED])
    test(`the same news twice (${outcome.kind}) changes nothing`, () => {
      const once = settleRefund(waiting(), aRefund(), outcome);
      const twice = settleRefund(once.payment, once.refund, outcome);
      assert.is(twice.payment, once.payment);
      assert.is(twice.refund, once.refund);
    });

  for (const [first, then] of [
    [DONE, REFUSED],
    [REFUSED, DONE],
  ] as const)
    test(`${then.kind} after ${first.kind} is refused`, () => {
      const once = settleRefund(waiting(), aRefund(), first);
      throwsWith('illegal_transition', () => settleRefund(once.payment, once.refund, then));
    });

  test('a refund settles once, one way or the other', () => {
    assert.equal(REFUND_TRANSITIONS, { processing: ['succeeded', 'failed'], succeeded: [], failed: [] });
  });
});

suite('refunds made elsewhere', (test) => {
  const rows: readonly (readonly [change: Partial<Payment>, total: number, booked: number])[] = [
    [{}, 0, 0],
    [{}, 10_000, 10_000],
    [{ amountRefunded: 10_000 }, 10_000, 0],
    [{ amountRefunded: 10_000 }, 12_000, 2000],
    [{ amountRefunding: 10_000 }, 10_000, 0],
    [{ amountRefunding: 10_000 }, 29_900, 19_900],
    [{ amountRefunded: 10_000 }, 5000, 0],
    [{}, 40_000, 29_900],
  ];
  for (const [change, total, booked] of rows)
    test(`with ${JSON.stringify(change)} known, ${total} in all books ${booked}`, () => {
      assert.is(refundedElsewhere(aPaidPayment(change), total), booked);
    });
});

suite('asking about a refund again', (test) => {
  const HOUR = 3_600_000;
  const WAITS = [HOUR / 12, HOUR, ...Array.from({ length: 7 }, () => 24 * HOUR)];

  test('after five minutes, an hour, and then daily for a week', () => {
    assert.equal(REFUND_CHECKS_MS, WAITS);
    assert.is(aRefund().checkAt, NOW + 300_000);
  });

  for (const [checks, wait] of WAITS.slice(1).entries())
    test(`check ${checks + 2} comes ${wait / HOUR} h after the one before`, () => {
      assert.is(nextRefundCheckAt(aRefund({ checks }), NOW), NOW + wait);
    });

  test('then a person must look', () => {
    assert.is(nextRefundCheckAt(aRefund({ checks: WAITS.length - 1 }), NOW), null);
  });

  test('a refund belongs to the owner of its payment', () => {
    const { merchantId, mode, currency } = newRefund(
      aPaidPayment({ merchantId: 'mer_2', mode: 'live', currency: 'USD' }),
      'ref_2',
      { amount: 1 },
      NOW,
    );
    assert.equal([merchantId, mode, currency], ['mer_2', 'live', 'USD']);
    assert.is(anAttempt().merchantId, 'mer_1');
  });
});

type Step =
  | { readonly do: 'ask'; readonly amount: number | undefined }
  | { readonly do: 'hear'; readonly which: number; readonly outcome: RefundOutcome }
  | { readonly do: 'console'; readonly amount: number };

const STEPS: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('ask' as const),
      amount: fc.option(fc.integer({ min: -1, max: 20_000 }), { nil: undefined }),
    }),
    fc.record({
      do: fc.constant('hear' as const),
      which: fc.nat(9),
      outcome: fc.constantFrom<RefundOutcome>(DONE, REFUSED, { kind: 'unknown' }),
    }),
    fc.record({ do: fc.constant('console' as const), amount: fc.integer({ min: 0, max: 40_000 }) }),
  ),
  { maxLength: 30 },
);

interface World {
  readonly payment: Payment;
  readonly refunds: readonly Refund[];
  readonly elsewhere: number;
}

function take(world: World, step: Step): World {
  const { payment, refunds } = world;
  if (step.do === 'ask') {
    const reserved = reserveRefund(payment, { amount: step.amount }, ANY);
    const refund = newRefund(payment, `ref_${refunds.length}`, { amount: reserved.amount }, NOW);
    return { ...world, payment: reserved.payment, refunds: [...refunds, refund] };
  }
  if (step.do === 'console') {
    const amount = refundedElsewhere(payment, step.amount);
    const amountRefunded = payment.amountRefunded + amount;
    return { ...world, payment: { ...payment, amountRefunded }, elsewhere: world.elsewhere + amount };
  }
  const seen = refunds[step.which % refunds.length];
  if (!seen) return world;
  const now = settleRefund(payment, seen, step.outcome);
  const others = refunds.map((refund) => (refund === seen ? now.refund : refund));
  return { ...world, payment: now.payment, refunds: others };
}

suite('refunds in any order', (test) => {
  const sum = (refunds: readonly Refund[], status: Refund['status']): number =>
    refunds.filter((refund) => refund.status === status).reduce((total, { amount }) => total + amount, 0);

  test('their sum never exceeds what was captured, and the numbers agree with the rows', () => {
    fc.assert(
      fc.property(STEPS, fc.nat(10_000), (steps, amountDisputed) => {
        let world: World = { payment: aPaidPayment({ amountDisputed }), refunds: [], elsewhere: 0 };
        for (const step of steps) {
          try {
            world = take(world, step);
          } catch (error) {
            if ((error as Error).name !== 'DomainError') throw error;
          }
          const { payment, refunds, elsewhere } = world;
          assert.is(payment.amountRefunding, sum(refunds, 'processing'));
          assert.is(payment.amountRefunded, sum(refunds, 'succeeded') + elsewhere);
          assert.ok(payment.amountRefunding >= 0);
          assert.ok(payment.amountRefunded + payment.amountRefunding <= payment.amountCaptured);
          assert.ok(refundable(payment) >= 0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
