import * as assert from 'uvu/assert';
import {
  BALANCE_MISMATCH,
  CURRENCIES,
  type Gateway,
  type GatewayPayment,
  type GatewayRefund,
  type PaymentMethod,
} from '../../core/index.ts';
import { BUYERS_ACCOUNT } from '../core/examples.ts';
import { suite } from '../support/suite.ts';

/** A gateway, and the people around it. */
export interface GatewayUnderTest {
  readonly gateway: Gateway;
  /** The buyer pays this attempt as far as the gateway lets them. */
  approve(attemptId: string): Promise<unknown>;
  /** The gateway refuses this attempt. */
  decline(attemptId: string): Promise<unknown>;
  /** Somebody gives money back in the gateway's own console. */
  refundInConsole(attemptId: string, amount: number): Promise<unknown>;
}

export type WithGateway = (work: (g: GatewayUnderTest) => Promise<void>) => Promise<void>;

let count = 0;
const nextId = (prefix: string): string => `${prefix}_${String((count += 1)).padStart(6, '0')}`;

/** ₩29,900 by card, waiting until 2100. */
export function gatewayPayment(change: Partial<GatewayPayment> = {}): GatewayPayment {
  return {
    attemptId: nextId('att'),
    paymentId: nextId('pay'),
    merchantId: 'mer_1',
    mode: 'test',
    amount: 29_900,
    currency: 'KRW',
    method: 'card',
    instalmentMonths: null,
    description: '프리미엄 구독',
    returnUrl: 'https://pay.example.com/checkout/return',
    deadline: Date.UTC(2100, 0),
    ...change,
  };
}

/** All of `payment` back, unless said otherwise. */
export function gatewayRefund(payment: GatewayPayment, change: Partial<GatewayRefund> = {}): GatewayRefund {
  return {
    refundId: nextId('ref'),
    attemptId: payment.attemptId,
    mode: payment.mode,
    amount: payment.amount,
    currency: payment.currency,
    expectedRefundable: payment.amount,
    refundAccount: null,
    ...change,
  };
}

/** What core relies on, whichever gateway it is. A gateway is done when this passes. */
export function gatewayContract(name: string, withGateway: WithGateway): void {
  const withPaid = (work: (g: GatewayUnderTest, payment: GatewayPayment) => Promise<void>): Promise<void> =>
    withGateway(async (g) => {
      const payment = gatewayPayment();
      await g.gateway.pay(payment);
      await g.approve(payment.attemptId);
      await work(g, payment);
    });

  suite(`gateway contract: ${name}`, (test) => {
    test('its table names methods and active currencies', () =>
      withGateway(async ({ gateway: { capabilities } }) => {
        assert.ok(capabilities.modes.length > 0 && capabilities.methods.length > 0);
        assert.equal(
          capabilities.currencies.filter((code) => !CURRENCIES.includes(code)),
          [],
        );
        const strangers = capabilities.refundAccountFor.filter((m) => !capabilities.methods.includes(m));
        assert.equal(strangers, []);
      }));

    test('an attempt asked for twice is one attempt with one answer', () =>
      withGateway(async ({ gateway }) => {
        for (const method of gateway.capabilities.methods) {
          const payment = gatewayPayment({ method });
          const first = await gateway.pay(payment);
          assert.equal(await gateway.pay(payment), first);
          assert.equal(await gateway.findPayment(payment.attemptId), first);
        }
      }));

    test('what the buyer must do next is a web address or a complete transfer', () =>
      withGateway(async ({ gateway }) => {
        for (const method of gateway.capabilities.methods) await assertActionable(gateway, method);
      }));

    test('an attempt that never arrived is canceled', () =>
      withGateway(async ({ gateway }) => {
        assert.equal(await gateway.findPayment(nextId('att')), { kind: 'canceled' });
      }));

    test('an approved attempt has succeeded with its amount, however often it is asked about', () =>
      withPaid(async ({ gateway }, { attemptId, amount }) => {
        const found = await gateway.findPayment(attemptId);
        assert.is(found.kind, 'succeeded');
        assert.is(found.kind === 'succeeded' && found.amount, amount);
        assert.equal(await gateway.findPayment(attemptId), found);
      }));

    test('a declined attempt says why and cannot be approved any more', () =>
      withGateway(async ({ gateway, decline, approve }) => {
        const { attemptId } = await started(gateway);
        await decline(attemptId);
        const found = await gateway.findPayment(attemptId);
        assert.is(found.kind, 'declined');
        assert.ok(found.kind === 'declined' && found.code !== '' && found.message !== '');
        await approve(attemptId);
        assert.equal(await gateway.findPayment(attemptId), found);
      }));

    test('a canceled attempt cannot be approved any more', () =>
      withGateway(async ({ gateway, approve }) => {
        const payment = await started(gateway);
        assert.equal(await gateway.cancel(payment.attemptId), { kind: 'canceled' });
        await approve(payment.attemptId);
        assert.equal(await gateway.findPayment(payment.attemptId), { kind: 'canceled' });
        assert.equal(await gateway.pay(payment), { kind: 'canceled' });
        assert.equal(await gateway.cancel(payment.attemptId), { kind: 'canceled' });
      }));

    test('an approved attempt is not canceled: the answer is its success', () =>
      withPaid(async ({ gateway }, { attemptId }) => {
        assert.is((await gateway.cancel(attemptId)).kind, 'succeeded');
        assert.is((await gateway.findPayment(attemptId)).kind, 'succeeded');
      }));

    test('every method of its table can be paid, and given back', () =>
      withGateway(async ({ gateway, approve }) => {
        for (const method of gateway.capabilities.methods) {
          const payment = gatewayPayment({ method });
          await gateway.pay(payment);
          await approve(payment.attemptId);
          assert.is((await gateway.findPayment(payment.attemptId)).kind, 'succeeded', method);
          await assertRefundable(gateway, payment);
        }
      }));

    test('every method of its table can be called off, and is not paid any more then', () =>
      withGateway(async ({ gateway, approve }) => {
        for (const method of gateway.capabilities.methods) {
          const payment = gatewayPayment({ method });
          await gateway.pay(payment);
          assert.equal(await gateway.cancel(payment.attemptId), { kind: 'canceled' }, method);
          await approve(payment.attemptId);
          assert.equal(await gateway.findPayment(payment.attemptId), { kind: 'canceled' }, method);
        }
      }));

    test('a card payment with instalments is one payment of the whole amount', () =>
      withGateway(async ({ gateway, approve }) => {
        const { capabilities } = gateway;
        if (!capabilities.methods.includes('card') || !capabilities.currencies.includes('KRW')) return;
        const payment = gatewayPayment({ amount: 50_000, instalmentMonths: 12 });
        await gateway.pay(payment);
        await approve(payment.attemptId);
        const found = await gateway.findPayment(payment.attemptId);
        assert.is(found.kind === 'succeeded' && found.amount, 50_000);
      }));

    test('what was paid with tells no card number', () =>
      withPaid(async ({ gateway }, { attemptId }) => {
        const found = await gateway.findPayment(attemptId);
        const instrument = found.kind === 'succeeded' ? found.instrument : null;
        if (!instrument) return;
        assert.match(instrument.last4, /^\d{4}$/);
        assert.ok(instrument.country === undefined || /^[A-Z]{2}$/.test(instrument.country));
        assert.not.match(JSON.stringify(instrument), /\d{12,19}/);
      }));

    test('a refund asked for twice gives the money back once', () =>
      withPaid(async ({ gateway }, payment) => {
        const refund = gatewayRefund(payment, { amount: 10_000 });
        assert.equal(await gateway.refund(refund), { kind: 'succeeded' });
        assert.equal(await gateway.refund(refund), { kind: 'succeeded' });
        assert.equal(await gateway.findRefund(refund), { kind: 'succeeded' });
        assert.is(await gateway.refundedTotal(payment.attemptId), 10_000);
      }));

    test('the same refund at the same moment gives the money back once', () =>
      withPaid(async ({ gateway }, payment) => {
        const refund = gatewayRefund(payment, { amount: 10_000 });
        await Promise.all([gateway.refund(refund), gateway.refund(refund), gateway.refund(refund)]);
        assert.is(await gateway.refundedTotal(payment.attemptId), 10_000);
      }));

    test('a refund that never arrived is absent', () =>
      withPaid(async ({ gateway }, payment) => {
        assert.equal(await gateway.findRefund(gatewayRefund(payment)), { kind: 'absent' });
        assert.is(await gateway.refundedTotal(payment.attemptId), 0);
      }));

    test('no more than was paid is given back', () =>
      withPaid(async ({ gateway }, payment) => {
        await gateway.refund(gatewayRefund(payment, { amount: 20_000 }));
        const more = gatewayRefund(payment, { amount: 20_000, expectedRefundable: 9_900 });
        assert.is((await gateway.refund(more)).kind, 'declined');
        assert.is(await gateway.refundedTotal(payment.attemptId), 20_000);
      }));

    test('what is not paid is not given back', () =>
      withGateway(async ({ gateway }) => {
        const payment = await started(gateway);
        assert.is((await gateway.refund(gatewayRefund(payment))).kind, 'declined');
        assert.is((await gateway.refund(gatewayRefund(gatewayPayment()))).kind, 'declined');
      }));

    test('a refund in the console counts, and ours is refused while we do not know of it', () =>
      withPaid(async ({ gateway, refundInConsole }, payment) => {
        await refundInConsole(payment.attemptId, 5_000);
        assert.is(await gateway.refundedTotal(payment.attemptId), 5_000);
        const blind = await gateway.refund(gatewayRefund(payment, { amount: 1_000 }));
        assert.is(blind.kind === 'declined' && blind.code, BALANCE_MISMATCH);
        const aware = gatewayRefund(payment, { amount: 1_000, expectedRefundable: 24_900 });
        assert.equal(await gateway.refund(aware), { kind: 'succeeded' });
        assert.is(await gateway.refundedTotal(payment.attemptId), 6_000);
      }));
  });
}

async function started(gateway: Gateway): Promise<GatewayPayment> {
  const payment = gatewayPayment();
  await gateway.pay(payment);
  return payment;
}

/** A part and then the rest where a gateway can give back parts, all at once where it cannot. */
async function assertRefundable(gateway: Gateway, payment: GatewayPayment): Promise<void> {
  const { partialRefund, refundAccountFor } = gateway.capabilities;
  const refundAccount = refundAccountFor.includes(payment.method) ? BUYERS_ACCOUNT : null;
  const parts = partialRefund ? [10_000, payment.amount - 10_000] : [payment.amount];
  let expectedRefundable = payment.amount;
  for (const amount of parts) {
    const refund = gatewayRefund(payment, { amount, expectedRefundable, refundAccount });
    assert.equal(await gateway.refund(refund), { kind: 'succeeded' }, payment.method);
    expectedRefundable -= amount;
  }
  assert.is(await gateway.refundedTotal(payment.attemptId), payment.amount, payment.method);
}

async function assertActionable(gateway: Gateway, method: PaymentMethod): Promise<void> {
  const payment = gatewayPayment({ method });
  const outcome = await gateway.pay(payment);
  if (outcome.kind !== 'requires_action') return assert.is(outcome.kind, 'succeeded');
  const { nextAction } = outcome;
  if (nextAction.type === 'redirect') return assert.match(nextAction.url, /^https?:\/\/[^/]+\/./);
  assert.match(nextAction.bankCode, /^\d{3}$/);
  assert.is(nextAction.deadline, payment.deadline);
  const { bankName, accountNumber, accountHolder, depositorName } = nextAction;
  assert.ok([bankName, accountNumber, accountHolder, depositorName].every((text) => text !== ''));
}
