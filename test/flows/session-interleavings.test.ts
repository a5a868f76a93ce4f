import fc from 'fast-check';
import { DomainError } from '../../core/index.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { item, makeCoupon, newSessionInput, setOut } from '../support/checkout.ts';
import { suite } from '../support/suite.ts';

const RUNS = 60;

interface World extends TestCore {
  readonly ids: readonly string[];
}

/** One thing that a buyer, a shop, a gateway or the clock does to one of the sessions. */
type Step = (world: World, id: string) => Promise<unknown>;

const CODES = ['TEN', 'ALL', 'ONCE'];

const settle =
  (decision: 'approve' | { decline: string }): Step =>
  async ({ core, scope, sandbox }, id) => {
    const { payment } = await core.sessions.get(scope, id);
    const attemptId = payment.attemptId ?? 'none';
    await core.payments.hear(scope, attemptId, await sandbox.settle({ attemptId }, decision));
  };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(...CODES).map(
    (code): Step =>
      ({ core, scope }, id) =>
        core.sessionCoupons.apply(scope, id, code),
  ),
  fc.constantFrom(...CODES).map(
    (code): Step =>
      ({ core, scope }, id) =>
        core.sessionCoupons.remove(scope, id, code),
  ),
  fc.constantFrom('card', 'kakao_pay', 'virtual_account', null).map(
    (method): Step =>
      (world, id) =>
        setOut(world, id, { method }),
  ),
  fc.constantFrom<Step>(
    settle('approve'),
    settle('approve'),
    settle({ decline: 'card_declined' }),
    ({ core, scope }, id) => core.pay.abandon(scope, id),
    ({ core, scope }, id) => core.sessions.cancel(scope, id),
    ({ core, scope }, id) => core.sessions.expire(scope, id),
    ({ core, scope }, id) => core.sessions.refund(scope, id, { notifyCustomer: false }),
    ({ core, scope }, id) => core.sessions.refund(scope, id, { amount: 1_000, notifyCustomer: false }),
    ({ core, scope }) => core.sessions.create(scope, newSessionInput({ platformOrderId: 'A' })),
  ),
  fc.integer({ min: 1, max: 3 }).map((quantity): Step => ({ core, scope }, id) => {
    const items = [item({ quantity, unitPrice: 10_000 })];
    return core.sessions.change(scope, id, { items, totalAmount: quantity * 10_000 });
  }),
  fc.constantFrom('a@example.com', 'b@example.com').map(
    (email): Step =>
      (world, id) =>
        setOut(world, id, { method: 'card', customer: { email } }),
  ),
  fc.constantFrom(60_000, 3_600_000, 86_400_000).map((ms): Step => ({ core, clock }) => {
    clock.advance(ms);
    return core.jobs.runDue();
  }),
);

/** Several at once, then the next several: only refusals are expected, anything else is a bug. */
async function takeAll(world: World, steps: readonly (readonly [Step, number])[]): Promise<void> {
  await Promise.all(
    steps.map(async ([take, which]) => {
      try {
        await take(world, world.ids[which % world.ids.length] ?? '');
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }),
  );
}

async function withWorld(work: (world: World) => Promise<void>): Promise<void> {
  const built = await buildCore();
  const { core, scope } = built;
  await makeCoupon(built, { code: 'TEN', usageLimit: 2, givesUseBack: true });
  await makeCoupon(built, { code: 'ALL', discountValue: 100, usageLimit: 1 });
  await makeCoupon(built, {
    code: 'ONCE',
    type: 'fixed_amount',
    discountValue: 1_000,
    usageLimitPerCustomer: 1,
  });
  const views = await Promise.all(
    ['A', 'B', 'C'].map((platformOrderId) =>
      core.sessions.create(scope, newSessionInput({ platformOrderId })),
    ),
  );
  await work({ ...built, ids: views.map(({ session }) => session.id) });
  // The end of a world checks every promise about rows.
  await built.close();
}

suite('interleavings of sessions', (test) => {
  test(
    `whatever buyers, shops, gateways and the clock do at once, every promise holds (${RUNS} worlds)`,
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.tuple(step, fc.nat(2)), { minLength: 1, maxLength: 4 }), { maxLength: 14 }),
          (rounds) =>
            withWorld(async (world) => {
              for (const steps of rounds) await takeAll(world, steps);
            }),
        ),
        { numRuns: RUNS },
      ),
    { limitMs: 120_000 },
  );
});
