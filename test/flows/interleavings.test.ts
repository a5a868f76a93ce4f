import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError, type PaymentOutcome, type RefundOutcome, refundable } from '../../core/index.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
import { suite } from '../support/suite.ts';

const RUNS = 150;
const AMOUNT = 10_000;
const UNKNOWN = { kind: 'unknown' } as const;
const OUTCOMES: readonly PaymentOutcome[] = [
  { kind: 'succeeded', amount: AMOUNT, instrument: null },
  { kind: 'succeeded', amount: AMOUNT - 1, instrument: null },
  { kind: 'declined', code: 'card_declined', message: '' },
  { kind: 'requires_action', nextAction: { type: 'redirect', url: 'https://gateway.example' } },
  { kind: 'canceled' },
  UNKNOWN,
];
const REFUND_OUTCOMES: readonly RefundOutcome[] = [
  { kind: 'succeeded' },
  { kind: 'declined', code: 'no', message: '' },
  UNKNOWN,
];

interface World extends TestCore {
  readonly gateway: FakeGateway;
  readonly id: string;
}

/** One thing that somebody does to the payment. */
type Step = (world: World) => Promise<unknown>;

/** News of any attempt that the payment has had, old ones too. */
const hear =
  (which: number, outcome: PaymentOutcome): Step =>
  async ({ core, scope, storage, id }) => {
    const attempts = await storage.paymentAttempts.list(scope, id);
    const attempt = attempts[which % Math.max(1, attempts.length)];
    if (attempt) await core.payments.hear(scope, attempt.id, outcome);
  };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(...OUTCOMES).map((outcome): Step => ({ core, scope, id, gateway }) => {
    gateway.script.pay.push(outcome);
    return core.payments.begin(scope, id, { returnUrl: null }).finally(() => gateway.script.pay.splice(0));
  }),
  fc.tuple(fc.nat(9), fc.constantFrom(...OUTCOMES)).map(([which, outcome]) => hear(which, outcome)),
  fc.constantFrom(...OUTCOMES).map((outcome): Step => ({ core, scope, id, gateway }) => {
    gateway.script.cancel.push(outcome);
    return core.payments.cancel(scope, id).finally(() => gateway.script.cancel.splice(0));
  }),
  fc
    .tuple(fc.option(fc.integer({ min: 1, max: AMOUNT })), fc.constantFrom(...REFUND_OUTCOMES))
    .map(([amount, outcome]): Step => ({ core, scope, id, gateway }) => {
      gateway.script.refund.push(outcome);
      const asked = { paymentId: id, ...(amount === null ? {} : { amount }) };
      return core.refunds.create(scope, asked).finally(() => gateway.script.refund.splice(0));
    }),
  fc.integer({ min: 0, max: 2 * AMOUNT }).map(
    (total): Step =>
      ({ core, scope, id }) =>
        core.refunds.hearTotal(scope, id, total),
  ),
  fc.constantFrom(1_000, 60_000, 3_600_000, 86_400_000).map((ms): Step => ({ core, clock }) => {
    clock.advance(ms);
    return core.jobs.runDue();
  }),
);

/** Only refusals are expected; anything else is a bug. */
async function take(world: World, one: Step): Promise<void> {
  try {
    await one(world);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

async function withWorld(work: (world: World) => Promise<void>): Promise<void> {
  const gateway = fakeGateway();
  const built = await buildCore({ gateways: [gateway] });
  const { id } = await built.core.payments.create(built.scope, {
    amount: AMOUNT,
    currency: 'KRW',
    method: 'card',
  });
  await work({ ...built, gateway, id });
  await built.close();
}

suite('anything may happen to a payment in any order', (test) => {
  test(
    'one after another: all promises hold, and nothing is refundable that was not captured',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), (steps) =>
          withWorld(async (world) => {
            for (const one of steps) await take(world, one);
            const payment = await world.core.payments.get(world.scope, world.id);
            assert.ok(refundable(payment) <= payment.amountCaptured);
          }),
        ),
        { numRuns: RUNS },
      ),
    { limitMs: 60_000 },
  );

  test(
    'all at once: all promises hold',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) =>
          withWorld(async (world) => {
            await Promise.all(steps.map((one) => take(world, one)));
          }),
        ),
        { numRuns: RUNS },
      ),
    { limitMs: 60_000 },
  );
});
