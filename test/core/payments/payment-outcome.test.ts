import * as assert from 'uvu/assert';
import {
  applyCancellation,
  applyOutcome,
  applyReversal,
  isFollowed,
  MAX_ATTEMPTS,
  type PaymentOutcome,
  startAttempt,
  type Told,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { anAttempt, aPayment, aStarted, NOW } from '../examples.ts';

const CARD = { type: 'card', brand: 'visa', last4: '4242' } as const;
const APPROVED: PaymentOutcome = { kind: 'succeeded', amount: 29_900, instrument: CARD };
const DECLINED: PaymentOutcome = {
  kind: 'declined',
  code: 'card_declined',
  message: 'the card was declined',
};
const CANCELED: PaymentOutcome = { kind: 'canceled' };
const UNKNOWN: PaymentOutcome = { kind: 'unknown' };
const ACTION: PaymentOutcome = {
  kind: 'requires_action',
  nextAction: { type: 'redirect', url: 'https://bank.example/3ds' },
};

const ALL: readonly PaymentOutcome[] = [APPROVED, DECLINED, CANCELED, ACTION, UNKNOWN];
const NEWS = ALL.filter(({ kind }) => kind !== 'unknown');

/** What is left when these outcomes are heard of one attempt, one after the other. */
function hear(told: Told, ...outcomes: readonly PaymentOutcome[]): Told {
  return outcomes.reduce(applyOutcome, told);
}

const statesOf = ({ payment, attempt }: Told): string => `${payment.status} / ${attempt.status}`;

suite('news of the attempt that a payment follows', (test) => {
  test('an approval captures the whole amount and ends the payment', () => {
    const { payment, attempt } = hear(aStarted(), APPROVED);
    assert.is(payment.status, 'succeeded');
    assert.is(payment.amountCaptured, 29_900);
    assert.equal(payment.instrument, CARD);
    assert.is(payment.dueAt, null);
    assert.equal([attempt.status, attempt.checkAt], ['succeeded', null]);
  });

  test('a decline gives the buyer another try and says why', () => {
    const { payment, attempt } = hear(aStarted(), DECLINED);
    assert.is(payment.status, 'requires_payment_method');
    assert.equal([payment.failureCode, payment.failureMessage], ['card_declined', 'the card was declined']);
    assert.equal([attempt.status, attempt.failureCode, attempt.checkAt], ['declined', 'card_declined', null]);
    assert.is(payment.amountCaptured, 0);
  });

  test('a required action is shown to the buyer and taken away when it is done', () => {
    const asked = hear(aStarted(), ACTION);
    assert.is(statesOf(asked), 'requires_action / requires_action');
    assert.equal(asked.payment.nextAction, { type: 'redirect', url: 'https://bank.example/3ds' });
    assert.equal(asked.attempt.nextAction, asked.payment.nextAction);
    for (const outcome of [APPROVED, DECLINED, CANCELED]) {
      const done = hear(asked, outcome);
      assert.equal([done.payment.nextAction, done.attempt.nextAction], [null, null]);
    }
  });

  test('an attempt that the gateway called off leaves the payment open without a failure', () => {
    const { payment, attempt } = hear(aStarted(), CANCELED);
    assert.is(payment.status, 'requires_payment_method');
    assert.is(payment.failureCode, null);
    assert.is(attempt.status, 'canceled');
  });

  test('no answer changes nothing', () => {
    const told = aStarted();
    assert.is(applyOutcome(told, UNKNOWN), told);
  });

  for (const first of NEWS)
    test(`the same news twice (${first.kind}) is a no-op`, () => {
      const once = hear(aStarted(), first);
      assert.is(applyOutcome(once, first), once);
    });

  for (const late of ALL)
    test(`an attempt that has succeeded stays so when ${late.kind} comes after`, () => {
      const paid = hear(aStarted(), APPROVED);
      assert.is(applyOutcome(paid, late), paid);
    });

  for (const first of [DECLINED, CANCELED])
    for (const late of [DECLINED, CANCELED, ACTION])
      test(`${late.kind} after ${first.kind} is not believed`, () => {
        const ended = hear(aStarted(), first);
        assert.is(applyOutcome(ended, late), ended);
      });

  test('the last of the allowed attempts fails the payment when it is declined', () => {
    let payment = aPayment();
    for (let count = 1; count <= MAX_ATTEMPTS; count += 1) {
      assert.is(payment.status, 'requires_payment_method');
      const attempt = anAttempt({ id: `att_${count}` });
      payment = hear({ payment: startAttempt(payment, attempt, NOW), attempt }, DECLINED).payment;
    }
    assert.equal([payment.status, payment.attemptCount, payment.dueAt], ['failed', 5, null]);
    assert.is(payment.failureCode, 'card_declined');
  });
});

suite('an approval that must not be kept', (test) => {
  for (const amount of [29_899, 29_901, 0, 1])
    test(`an approval of ${amount} for 29900 is given back, just that much, and the payment stays open`, () => {
      const { payment, attempt } = hear(aStarted(), { ...APPROVED, amount });
      assert.equal([payment.status, payment.amountCaptured], ['requires_payment_method', 0]);
      assert.equal([attempt.status, attempt.amountApproved], ['reversing', amount]);
      assert.ok(attempt.checkAt !== null, 'a job gives the money back');
    });

  for (const first of [DECLINED, CANCELED])
    test(`an approval after ${first.kind} reverses the attempt and never touches the payment`, () => {
      const ended = hear(aStarted(), first);
      const late = applyOutcome(ended, APPROVED);
      assert.is(late.payment, ended.payment);
      assert.equal([late.attempt.status, late.attempt.amountApproved], ['reversing', 29_900]);
    });

  test('an approval of an attempt that another one has replaced is reversed', () => {
    const first = hear(aStarted(), DECLINED);
    const second = anAttempt({ id: 'att_2' });
    const payment = startAttempt(first.payment, second, NOW);
    const late = applyOutcome({ payment, attempt: first.attempt }, APPROVED);
    assert.is(late.payment, payment);
    assert.is(late.attempt.status, 'reversing');
    const paid = applyOutcome({ payment, attempt: second }, APPROVED);
    assert.is(statesOf(paid), 'succeeded / succeeded');
  });

  for (const status of ['succeeded', 'failed', 'canceled'] as const)
    test(`an open attempt of a ${status} payment is reversed when it is approved`, () => {
      const payment = aPayment({ status, attemptId: 'att_9' });
      const late = applyOutcome({ payment, attempt: anAttempt() }, APPROVED);
      assert.is(late.payment, payment);
      assert.is(late.attempt.status, 'reversing');
    });

  test('news of an attempt that the payment does not follow changes the attempt alone', () => {
    const payment = startAttempt(aPayment(), anAttempt({ id: 'att_2' }), NOW);
    for (const outcome of [DECLINED, CANCELED, ACTION]) {
      const told = applyOutcome({ payment, attempt: anAttempt() }, outcome);
      assert.is(told.payment, payment);
      assert.is(told.attempt.status, outcome.kind);
    }
  });

  test('the same late approval twice is a no-op, before and after the money went back', () => {
    const late = hear(aStarted(), CANCELED, APPROVED);
    assert.is(applyOutcome(late, APPROVED), late);
    const back = { ...late, attempt: applyReversal(late.attempt) };
    assert.equal([back.attempt.status, back.attempt.checkAt], ['reversed', null]);
    assert.is(applyOutcome(back, APPROVED), back);
    assert.is(applyReversal(back.attempt), back.attempt);
  });

  for (const status of ['processing', 'succeeded', 'declined'] as const)
    test(`the money of a ${status} attempt is not said to be given back`, () => {
      throwsWith('illegal_transition', () => applyReversal(anAttempt({ status })));
    });
});

suite('calling a payment off', (test) => {
  for (const reason of ['requested', 'expired'] as const)
    test(`payment and attempt end together (${reason}), and a later approval goes back`, () => {
      const off = applyCancellation(hear(aStarted(), ACTION), reason);
      assert.is(statesOf(off), 'canceled / canceled');
      assert.equal([off.payment.cancelReason, off.payment.nextAction], [reason, null]);
      const late = applyOutcome(off, APPROVED);
      assert.is(late.payment, off.payment);
      assert.is(late.attempt.status, 'reversing');
    });

  test('what was paid meanwhile is not called off', () => {
    const paid = hear(aStarted(), APPROVED);
    throwsWith('illegal_transition', () => applyCancellation(paid, 'requested'));
  });

  test('a payment follows its attempt only while both are open', () => {
    assert.ok(isFollowed(aStarted()));
    assert.ok(isFollowed(hear(aStarted(), ACTION)));
    for (const outcome of [APPROVED, DECLINED, CANCELED]) assert.not(isFollowed(hear(aStarted(), outcome)));
    assert.not(isFollowed({ ...aStarted(), attempt: anAttempt({ id: 'att_2' }) }));
  });
});
