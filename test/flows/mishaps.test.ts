import * as assert from 'uvu/assert';
import { type PaymentOutcome, refundable } from '../../core/index.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { suite } from '../support/suite.ts';

const UNKNOWN: PaymentOutcome = { kind: 'unknown' };
const REDIRECT: PaymentOutcome = {
  kind: 'requires_action',
  nextAction: { type: 'redirect', url: 'https://gateway.example/1' },
};
const DECLINED: PaymentOutcome = { kind: 'declined', code: 'card_declined', message: 'no' };
const NEW = { amount: 29_900, currency: 'KRW', method: 'card' } as const;
const DAY = 24 * 60 * 60 * 1000;

async function withGateway(work: (built: TestCore, gateway: FakeGateway) => Promise<void>): Promise<void> {
  const gateway = fakeGateway();
  const built = await buildCore({ gateways: [gateway] });
  try {
    await work(built, gateway);
  } finally {
    await built.close();
  }
}

const begin = async ({ core, scope }: TestCore) => {
  const { id } = await core.payments.create(scope, NEW);
  return core.payments.begin(scope, id, { returnUrl: null });
};

const attempts = (built: TestCore, id: string) => built.storage.paymentAttempts.list(built.scope, id);

const eventTypes = async ({ storage }: TestCore) =>
  (await storage.events.listDueDispatch(100)).map(({ fact }) => fact.type);

suite('a gateway that does not behave', (test) => {
  test('no answer leaves the payment processing, and a job finds the approval', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(UNKNOWN);
      const { id, status } = await begin(built);
      assert.is(status, 'processing');
      built.clock.advance(5_000);
      await built.core.jobs.runDue();
      assert.is((await built.core.payments.get(built.scope, id)).status, 'succeeded');
      assert.is(gateway.calls.pay.length, 1);
    }));

  test('an attempt that never arrived lets the buyer try again', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(UNKNOWN);
      gateway.script.findPayment.push({ kind: 'canceled' });
      const { id } = await begin(built);
      gateway.script.findPayment.push({ kind: 'canceled' });
      const early = await built.core.payments.refresh(built.scope, id);
      assert.is(early.status, 'processing', 'it may still be on its way');
      built.clock.advance(60_000);
      await built.core.payments.refresh(built.scope, id);
      assert.is((await built.core.payments.get(built.scope, id)).status, 'requires_payment_method');
      assert.is((await built.core.payments.begin(built.scope, id, { returnUrl: null })).status, 'succeeded');
    }));

  test('the same approval twice, and at the same moment, is one payment and one event', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(REDIRECT);
      const { attemptId, id } = await begin(built);
      const approval: PaymentOutcome = { kind: 'succeeded', amount: 29_900, instrument: null };
      const hear = () => built.core.payments.hear(built.scope, attemptId ?? '', approval);
      await Promise.all([hear(), hear(), hear()]);
      await hear();
      const types = await eventTypes(built);
      assert.is(types.filter((type) => type === 'payment.succeeded').length, 1);
      assert.is((await built.core.payments.get(built.scope, id)).amountCaptured, 29_900);
    }));

  test('a decline after an approval is not believed', () =>
    withGateway(async (built) => {
      const { attemptId, id } = await begin(built);
      await built.core.payments.hear(built.scope, attemptId ?? '', DECLINED);
      assert.is((await built.core.payments.get(built.scope, id)).status, 'succeeded');
    }));

  test('an approval after the payment was canceled is given back, and the payment stays canceled', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(REDIRECT);
      const { attemptId, id } = await begin(built);
      await built.core.payments.cancel(built.scope, id);
      const late: PaymentOutcome = { kind: 'succeeded', amount: 29_900, instrument: null };
      await built.core.payments.hear(built.scope, attemptId ?? '', late);
      assert.is((await attempts(built, id))[0]?.status, 'reversing');
      await built.core.jobs.runDue();
      assert.is((await attempts(built, id))[0]?.status, 'reversed');
      assert.equal(
        gateway.calls.refund.map(({ amount }) => amount),
        [29_900],
      );
      const { status, amountCaptured } = await built.core.payments.get(built.scope, id);
      assert.equal([status, amountCaptured], ['canceled', 0]);
    }));

  test('a reversal without an answer is asked for again under the same id until it is done', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(REDIRECT);
      gateway.script.refund.push({ kind: 'unknown' });
      const { attemptId, id } = await begin(built);
      await built.core.payments.cancel(built.scope, id);
      await built.core.payments.hear(built.scope, attemptId ?? '', {
        kind: 'succeeded',
        amount: 29_900,
        instrument: null,
      });
      await built.core.jobs.runDue();
      assert.is((await attempts(built, id))[0]?.status, 'reversing');
      built.clock.advance(60_000);
      await built.core.jobs.runDue();
      assert.is((await attempts(built, id))[0]?.status, 'reversed');
      assert.is(new Set(gateway.calls.refund.map(({ refundId }) => refundId)).size, 1);
    }));

  test('news of an old attempt does not touch the newer one', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(DECLINED, REDIRECT);
      const { id, attemptId: old } = await begin(built);
      await built.core.payments.begin(built.scope, id, { returnUrl: null });
      await built.core.payments.hear(built.scope, old ?? '', {
        kind: 'succeeded',
        amount: 29_900,
        instrument: null,
      });
      assert.is((await built.core.payments.get(built.scope, id)).status, 'requires_action');
      assert.equal((await attempts(built, id)).map(({ status }) => status).sort(), [
        'requires_action',
        'reversing',
      ]);
    }));

  test('a payment that was paid while it was being canceled succeeds, and the cancel is refused', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(REDIRECT);
      gateway.script.cancel.push({ kind: 'succeeded', amount: 29_900, instrument: null });
      const { id } = await begin(built);
      await rejectsWith('illegal_transition', built.core.payments.cancel(built.scope, id));
      assert.is((await built.core.payments.get(built.scope, id)).status, 'succeeded');
    }));

  test('a payment that cannot be called off stays as it is, and expires when the gateway answers', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(REDIRECT);
      gateway.script.findPayment.push(REDIRECT, REDIRECT, REDIRECT, REDIRECT);
      gateway.script.cancel.push(UNKNOWN);
      const { id } = await begin(built);
      built.clock.advance(DAY);
      await built.core.jobs.runDue();
      assert.is((await built.core.payments.get(built.scope, id)).status, 'requires_action');
      built.clock.advance(60_000);
      await built.core.jobs.runDue();
      const { status, cancelReason } = await built.core.payments.get(built.scope, id);
      assert.equal([status, cancelReason], ['canceled', 'expired']);
    }));

  test('a gateway that throws is one that did not answer', () =>
    withGateway(async (built, gateway) => {
      gateway.script.refund.push(() => Promise.reject(new Error('4242424242424242')));
      const { id } = await begin(built);
      const refund = await built.core.refunds.create(built.scope, { paymentId: id });
      assert.is(refund.status, 'processing');
    }));

  test('a refund without an answer keeps its amount, and is asked about at 5 minutes, 1 hour, then daily', () =>
    withGateway(async (built, gateway) => {
      gateway.script.refund.push({ kind: 'unknown' });
      const { id } = await begin(built);
      const { id: refundId } = await built.core.refunds.create(built.scope, {
        paymentId: id,
        amount: 10_000,
      });
      assert.is(refundable(await built.core.payments.get(built.scope, id)), 19_900);
      for (const wait of [5 * 60_000, 60 * 60_000, DAY, DAY]) {
        built.clock.advance(wait - 1);
        const before = (await built.core.refunds.get(built.scope, refundId)).checks;
        await built.core.jobs.runDue();
        assert.is((await built.core.refunds.get(built.scope, refundId)).checks, before);
        built.clock.advance(1);
        await built.core.jobs.runDue();
        assert.is((await built.core.refunds.get(built.scope, refundId)).checks, before + 1);
      }
      gateway.script.findRefund.push({ kind: 'succeeded' });
      built.clock.advance(DAY);
      await built.core.jobs.runDue();
      assert.is((await built.core.refunds.get(built.scope, refundId)).status, 'succeeded');
      assert.is(gateway.calls.refund.length, 1);
    }));

  test('a refund that never arrived is sent again under its own id', () =>
    withGateway(async (built, gateway) => {
      gateway.script.refund.push({ kind: 'unknown' });
      gateway.script.findRefund.push({ kind: 'absent' });
      const { id } = await begin(built);
      await built.core.refunds.create(built.scope, { paymentId: id });
      built.clock.advance(5 * 60_000);
      await built.core.jobs.runDue();
      assert.is(new Set(gateway.calls.refund.map(({ refundId }) => refundId)).size, 1);
      assert.is((await built.core.payments.get(built.scope, id)).amountRefunded, 29_900);
    }));

  test('refunds at once do not refuse one another where a gateway compares balances', async () => {
    const built = await buildCore();
    const { core, scope, sandbox } = built;
    const { id } = await core.payments.create(scope, NEW);
    const { attemptId } = await core.payments.begin(scope, id, { returnUrl: 'https://shop.example' });
    const approved = await sandbox.settle({ attemptId: attemptId ?? '' }, 'approve');
    await core.payments.hear(scope, attemptId ?? '', approved);
    const refunds = await Promise.all(
      Array.from({ length: 8 }, () => core.refunds.create(scope, { paymentId: id, amount: 1_000 })),
    );
    assert.equal(new Set(refunds.map(({ status }) => status)), new Set(['succeeded']));
    await built.close();
  });

  test('1,000 refunds of random size at once never give back more than was captured', () =>
    withGateway(async (built) => {
      const { id } = await begin(built);
      const asked = Array.from({ length: 1_000 }, (_, n) => 1 + ((n * 7_919) % 400));
      const answers = await Promise.allSettled(
        asked.map((amount) => built.core.refunds.create(built.scope, { paymentId: id, amount })),
      );
      const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.amount] : []));
      const payment = await built.core.payments.get(built.scope, id);
      assert.is(
        given.reduce((sum, amount) => sum + amount, 0),
        payment.amountRefunded,
      );
      assert.ok(payment.amountRefunded <= 29_900);
      assert.ok(29_900 - payment.amountRefunded < 400, 'and nothing is left over that somebody asked for');
      assert.is((await built.core.refunds.list(built.scope, id)).length, given.length);
    }));

  test('the history of a payment has no gaps and only steps that the table allows', () =>
    withGateway(async (built, gateway) => {
      gateway.script.pay.push(DECLINED, REDIRECT);
      const { id } = await begin(built);
      const { attemptId } = await built.core.payments.begin(built.scope, id, { returnUrl: null });
      await built.core.payments.hear(built.scope, attemptId ?? '', {
        kind: 'succeeded',
        amount: 29_900,
        instrument: null,
      });
      await built.core.refunds.create(built.scope, { paymentId: id });
      const history = await built.core.payments.history(built.scope, id);
      assert.equal(
        history.map(({ sequence }) => sequence),
        history.map((_, index) => index + 1),
      );
      assert.is(history.at(-1)?.sequence, (await built.core.payments.get(built.scope, id)).version);
      for (const [index, { from }] of history.entries()) assert.is(from, history[index - 1]?.to ?? null);
    }));
});
