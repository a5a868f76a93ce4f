import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  ATTEMPT_TRANSITIONS,
  applyCancellation,
  applyOutcome,
  applyReversal,
  assertTransition,
  cancel,
  firstCheckAt,
  isEnded,
  isRefusal,
  isWaiting,
  PAYMENT_TRANSITIONS,
  type Payment,
  type PaymentAttempt,
  type PaymentOutcome,
  startAttempt,
} from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { anAttempt, aPayment, NOW } from '../examples.ts';

/** A payment with every attempt that was ever made for it. */
interface World {
  readonly payment: Payment;
  readonly attempts: readonly PaymentAttempt[];
  /** Attempts that a gateway has approved at least once: their money is somewhere. */
  readonly approved: ReadonlySet<string>;
}

type Step =
  | { readonly do: 'begin' }
  | { readonly do: 'hear'; readonly which: number; readonly outcome: PaymentOutcome }
  | { readonly do: 'call off' }
  | { readonly do: 'give back'; readonly which: number };

const OUTCOME: fc.Arbitrary<PaymentOutcome> = fc.oneof(
  fc.record({
    kind: fc.constant('succeeded' as const),
    amount: fc.constantFrom(29_900, 29_900, 29_900, 29_899, 30_000),
    instrument: fc.constant(null),
  }),
  fc.constantFrom<PaymentOutcome>(
    { kind: 'declined', code: 'card_declined', message: 'no' },
    { kind: 'requires_action', nextAction: { type: 'redirect', url: 'https://bank.example' } },
    { kind: 'canceled' },
    { kind: 'unknown' },
  ),
);

const STEPS: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('begin' as const) }),
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('hear' as const), which: fc.nat(9), outcome: OUTCOME }),
    },
    fc.record({ do: fc.constant('call off' as const) }),
    fc.record({ do: fc.constant('give back' as const), which: fc.nat(9) }),
  ),
  { maxLength: 40 },
);

/** The world after a change; like the service, it looks at a changed attempt when its new state asks for it. */
function replaced(world: World, payment: Payment, attempt: PaymentAttempt): World {
  const attempts = world.attempts.map((was) =>
    was.id === attempt.id && was !== attempt ? { ...attempt, checkAt: firstCheckAt(attempt, NOW) } : was,
  );
  return { ...world, payment, attempts };
}

function begin(world: World): World {
  const attempt = anAttempt({ id: `att_${world.attempts.length + 1}` });
  const payment = startAttempt(world.payment, attempt, NOW);
  return { ...world, payment, attempts: [...world.attempts, attempt] };
}

function hear(world: World, attempt: PaymentAttempt, outcome: PaymentOutcome): World {
  const told = applyOutcome({ payment: world.payment, attempt }, outcome);
  assert.is(applyOutcome(told, outcome), told, 'the same news twice is a no-op');
  const approved = outcome.kind === 'succeeded' ? new Set([...world.approved, attempt.id]) : world.approved;
  return { ...replaced(world, told.payment, told.attempt), approved };
}

function callOff(world: World): World {
  const followed = world.attempts.find(({ id }) => id === world.payment.attemptId);
  if (!followed || !isWaiting(world.payment))
    return { ...world, payment: cancel(world.payment, 'requested') };
  const told = applyCancellation({ payment: world.payment, attempt: followed }, 'requested');
  return replaced(world, told.payment, told.attempt);
}

/** What a step makes of the world; a refusal changes nothing. */
function take(world: World, step: Step): World {
  const attempt = 'which' in step ? world.attempts[step.which % world.attempts.length] : undefined;
  try {
    if (step.do === 'begin') return begin(world);
    if (step.do === 'call off') return callOff(world);
    if (!attempt) return world;
    if (step.do === 'hear') return hear(world, attempt, step.outcome);
    return replaced(world, world.payment, applyReversal(attempt));
  } catch (error) {
    if (isRefusal(error, 'illegal_transition')) return world;
    throw error;
  }
}

function assertLegal(was: World, now: World): void {
  if (isEnded(was.payment)) assert.is(now.payment, was.payment, 'what has ended stays as it is');
  if (was.payment.status !== now.payment.status)
    assertTransition(PAYMENT_TRANSITIONS, was.payment.status, now.payment.status);
  for (const [index, { status }] of was.attempts.entries()) {
    const after = now.attempts[index]?.status ?? status;
    if (status !== after) assertTransition(ATTEMPT_TRANSITIONS, status, after);
  }
}

function assertSound({ payment, attempts, approved }: World): void {
  assert.is(payment.amountCaptured, payment.status === 'succeeded' ? payment.amount : 0);
  assert.is(payment.attemptCount, attempts.length);
  assert.is(payment.dueAt === null, isEnded(payment));
  assert.is(payment.nextAction !== null, payment.status === 'requires_action');
  const kept = attempts.filter(({ status }) => status === 'succeeded').map(({ id }) => id);
  assert.equal(kept, payment.status === 'succeeded' ? [payment.attemptId] : []);
  const followed = attempts.find(({ id }) => id === payment.attemptId);
  const open = followed?.status === 'processing' || followed?.status === 'requires_action';
  assert.is(open, isWaiting(payment), 'a payment waits just as long as the attempt it follows');
  for (const attempt of attempts) {
    const settled = ['succeeded', 'reversing', 'reversed'].includes(attempt.status);
    assert.is(settled, approved.has(attempt.id), 'approved money is either kept or given back');
    assert.is(attempt.amountApproved !== null, settled, 'what was approved is remembered');
    const looked = ['processing', 'requires_action', 'reversing'].includes(attempt.status);
    assert.is(attempt.checkAt !== null, looked, 'a job looks at what is open and at nothing else');
  }
}

suite('news in any order', (test) => {
  test('money is captured once and exactly, given back when late, and nothing leaves a final state', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        let world: World = { payment: aPayment(), attempts: [], approved: new Set() };
        for (const step of steps) {
          const now = take(world, step);
          assertLegal(world, now);
          assertSound(now);
          world = now;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('the walks do reach every state of payments and attempts', () => {
    const seen = new Set<string>();
    for (const steps of fc.sample(STEPS, { numRuns: 500, seed: 7 })) {
      let world: World = { payment: aPayment(), attempts: [], approved: new Set() };
      for (const step of steps) {
        world = take(world, step);
        seen.add(`payment ${world.payment.status}`);
        for (const { status } of world.attempts) seen.add(`attempt ${status}`);
      }
    }
    const unused = ['payment requires_confirmation', 'payment requires_capture', 'payment failed'];
    const all = [
      ...Object.keys(PAYMENT_TRANSITIONS).map((state) => `payment ${state}`),
      ...Object.keys(ATTEMPT_TRANSITIONS).map((state) => `attempt ${state}`),
    ];
    assert.equal(
      all.filter((state) => !seen.has(state) && !unused.includes(state)),
      [],
    );
  });
});
