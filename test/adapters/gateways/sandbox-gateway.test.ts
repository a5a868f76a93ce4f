import * as assert from 'uvu/assert';
import { cardInstrument, SANDBOX_DECLINES, TEST_CARDS } from '../../../adapters/gateways/sandbox-cards.ts';
import { type SandboxGateway, sandboxGateway } from '../../../adapters/gateways/sandbox-gateway.ts';
import { depositorName, SANDBOX_ACCOUNT, SANDBOX_AMOUNTS } from '../../../adapters/gateways/sandbox-rules.ts';
import type { GatewayPayment } from '../../../core/index.ts';
import { type OpenStorage, openStorage } from '../../../storage/index.ts';
import { gatewayPayment, gatewayRefund } from '../../contract/gateway.contract.ts';
import { fakeClock, type FakeClock } from '../../support/build-core.ts';
import { suite } from '../../support/suite.ts';

interface Sandbox {
  readonly gateway: SandboxGateway;
  readonly clock: FakeClock;
  readonly opened: OpenStorage;
  /** The same company's other process. */
  readonly other: SandboxGateway;
  started(change?: Partial<GatewayPayment>): Promise<GatewayPayment>;
}

async function withSandbox(work: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const opened = await openStorage('sqlite::memory:');
  try {
    await opened.migrate();
    const clock = fakeClock();
    const open = () =>
      sandboxGateway({ storage: opened.storage, clock, publicUrl: 'https://pay.example.com/' });
    const gateway = open();
    const started = async (change: Partial<GatewayPayment> = {}) => {
      const payment = gatewayPayment(change);
      await gateway.pay(payment);
      return payment;
    };
    await work({ gateway, clock, opened, other: open(), started });
  } finally {
    await opened.close();
  }
}

const VISA_4242 = {
  type: 'card',
  brand: 'visa',
  last4: '4242',
  fingerprint: 'faca7d2ddfb9e1c19d227fc59d646f1b',
  country: 'KR',
} as const;

/** Methods whose page only asks what to do, and its name. */
const WALLETS = [
  ['kakao_pay', 'kakao'],
  ['naver_pay', 'naver'],
  ['samsung_pay', 'samsung'],
  ['realtime_transfer', 'transfer'],
] as const;

suite('sandbox gateway: paying', (test) => {
  test('every test card of the documents does what they say', () =>
    withSandbox(async ({ gateway, started }) => {
      const said: Record<string, string> = {};
      for (const { number } of TEST_CARDS) {
        const outcome = await gateway.submitCard((await started()).attemptId, { number });
        said[number] = outcome.kind === 'declined' ? outcome.code : outcome.kind;
      }
      assert.equal(said, {
        '4242424242424242': 'succeeded',
        '4000000000000259': 'succeeded',
        '4000008400000001': 'succeeded',
        '4000002500003155': 'requires_action',
        '4000000000003220': 'requires_action',
        '4000000000000002': 'card_declined',
        '4000000000009995': 'insufficient_funds',
        '4000000000000069': 'expired_card',
        '4000000000000127': 'incorrect_cvc',
        '4000000000000119': 'processing_error',
      });
    }));

  test('a card that is no test card is declined and nothing of it is kept', () =>
    withSandbox(async ({ gateway, started }) => {
      const { attemptId } = await started();
      const outcome = await gateway.submitCard(attemptId, { number: '5555 5555 5555 4444' });
      assert.equal(outcome, {
        kind: 'declined',
        code: 'test_card_required',
        message: SANDBOX_DECLINES.test_card_required,
        instrument: null,
      });
      assert.not.match(JSON.stringify(await gateway.find(attemptId)), /4444/);
    }));

  test('a challenge has its own page, and its answer decides', () =>
    withSandbox(async ({ gateway, other, started }) => {
      for (const [answer, kind] of [
        ['approve', 'succeeded'],
        ['refuse', 'declined'],
      ] as const) {
        const { attemptId } = await started();
        const next = await gateway.submitCard(attemptId, { number: '4000002500003155' });
        const url = `https://pay.example.com/sandbox/challenge/${attemptId}`;
        assert.equal(next, { kind: 'requires_action', nextAction: { type: 'redirect', url } });
        assert.is((await other.answerChallenge(attemptId, answer)).kind, kind);
        assert.is((await gateway.findPayment(attemptId)).kind, kind);
      }
    }));

  test('a second answer changes nothing', () =>
    withSandbox(async ({ gateway, started }) => {
      const { attemptId } = await started();
      await gateway.submitCard(attemptId, { number: '4000000000000002' });
      const again = await gateway.submitCard(attemptId, { number: '4242424242424242' });
      assert.is(again.kind, 'declined');
      assert.is((await gateway.answerChallenge(attemptId, 'approve')).kind, 'declined');
    }));

  for (const [method, page] of WALLETS)
    test(`${method} has its own page, pays, is too empty, or is closed`, () =>
      withSandbox(async ({ gateway, started }) => {
        const { attemptId } = await started({ method });
        const url = `https://pay.example.com/sandbox/${page}/${attemptId}`;
        const next = { kind: 'requires_action', nextAction: { type: 'redirect', url } };
        assert.equal(await gateway.findPayment(attemptId), next);
        const kinds = [];
        for (const answer of ['pay', 'insufficient_balance', 'cancel'] as const)
          kinds.push((await gateway.answerWallet((await started({ method })).attemptId, answer)).kind);
        assert.equal(kinds, ['succeeded', 'declined', 'canceled']);
      }));

  for (const method of ['bank_transfer', 'virtual_account'] as const)
    test(`a transfer (${method}) arrives before its deadline and not after it`, () =>
      withSandbox(async ({ gateway, clock, started }) => {
        const wait = { method, deadline: clock.now() + 1_000 };
        assert.is((await gateway.deposit((await started(wait)).attemptId)).kind, 'succeeded');
        const late = await started(wait);
        clock.advance(1_000);
        assert.equal(await gateway.deposit(late.attemptId), { kind: 'canceled' });
      }));

  test('a virtual account is of one attempt alone, the same every time, and no account of anybody', () =>
    withSandbox(async ({ gateway, other }) => {
      const numbers = [];
      for (const paymentId of ['pay_1', 'pay_1', 'pay_2']) {
        const payment = gatewayPayment({ method: 'virtual_account', paymentId, returnUrl: null });
        const outcome = await gateway.pay(payment);
        assert.equal(await other.findPayment(payment.attemptId), outcome);
        const to = outcome.kind === 'requires_action' ? outcome.nextAction : null;
        assert.ok(to?.type === 'bank_transfer' && to.deadline === payment.deadline);
        numbers.push(to?.type === 'bank_transfer' ? to.accountNumber : '');
      }
      for (const number of numbers) assert.match(number, /^000000-\d{2}-\d{6}$/);
      assert.is(new Set([...numbers, SANDBOX_ACCOUNT.accountNumber]).size, 4);
    }));

  test('a declined card is told with the decline, without its number', () =>
    withSandbox(async ({ gateway, started }) => {
      const { attemptId } = await started();
      const outcome = await gateway.submitCard(attemptId, { number: '4000000000000002' });
      const instrument = outcome.kind === 'declined' ? outcome.instrument : null;
      assert.equal([instrument?.brand, instrument?.last4, instrument?.country], ['visa', '0002', 'KR']);
      assert.match(instrument?.fingerprint ?? '', /^[0-9a-f]{32}$/);
      assert.equal(await gateway.findPayment(attemptId), outcome);
    }));

  test('a fingerprint is the same for the same card, however it is typed, and another one for another card', () => {
    const prints = TEST_CARDS.map(({ number }) => cardInstrument(number)?.fingerprint ?? '');
    assert.is(new Set(prints).size, TEST_CARDS.length);
    for (const print of prints) assert.match(print, /^[0-9a-f]{32}$/);
    assert.is(cardInstrument('4242424242424242')?.fingerprint, VISA_4242.fingerprint);
  });

  test('one test card was issued in the United States, all others in Korea', () => {
    const abroad = TEST_CARDS.filter(({ number }) => cardInstrument(number)?.country !== 'KR');
    assert.equal(
      abroad.map(({ number }) => [number, cardInstrument(number)?.country]),
      [['4000008400000001', 'US']],
    );
  });

  test('a sender name is short, the same every time, and another one for another payment', () => {
    assert.match(depositorName('pay_1'), /^KC\d{6}$/);
    assert.is(depositorName('pay_1'), depositorName('pay_1'));
    assert.is.not(depositorName('pay_1'), depositorName('pay_2'));
  });

  test('an attempt can be settled without a page, once', () =>
    withSandbox(async ({ gateway, started }) => {
      const paid = await started();
      const succeeded = { kind: 'succeeded', amount: 29_900, instrument: VISA_4242 };
      assert.equal(await gateway.settle(paid, 'approve'), succeeded);
      assert.equal(await gateway.settle(paid, { decline: 'card_declined' }), succeeded);
      const declined = await gateway.settle(await started(), { decline: 'something_new' });
      assert.is(declined.kind === 'declined' && declined.code, 'something_new');
      assert.equal(await gateway.settle({ attemptId: 'att_unheard_of' }, 'approve'), { kind: 'canceled' });
    }));

  test('an attempt without a browser arrives when it is settled, and not before', () =>
    withSandbox(async ({ gateway }) => {
      const payment = { ...gatewayPayment(), returnUrl: null };
      assert.equal(await gateway.pay(payment), { kind: 'unknown' });
      assert.equal(await gateway.findPayment(payment.attemptId), { kind: 'canceled' });
      const succeeded = { kind: 'succeeded', amount: 29_900, instrument: VISA_4242 };
      assert.equal(await gateway.settle(payment, 'approve'), succeeded);
      assert.equal(await gateway.findPayment(payment.attemptId), succeeded);
    }));

  test('an attempt that was called off cannot be settled afterwards', () =>
    withSandbox(async ({ gateway }) => {
      const payment = { ...gatewayPayment(), returnUrl: null };
      await gateway.cancel(payment.attemptId);
      assert.equal(await gateway.settle(payment, 'approve'), { kind: 'canceled' });
    }));

  test('an attempt that is called off before it arrives is canceled when it does', () =>
    withSandbox(async ({ gateway }) => {
      const payment = gatewayPayment();
      assert.equal(await gateway.cancel(payment.attemptId), { kind: 'canceled' });
      assert.equal(await gateway.pay(payment), { kind: 'canceled' });
    }));

  test('the same attempt at the same moment in two processes is one charge', () =>
    withSandbox(async ({ gateway, other }) => {
      const payment = gatewayPayment();
      const answers = await Promise.all([gateway.pay(payment), other.pay(payment), gateway.pay(payment)]);
      assert.equal(answers, [answers[0], answers[0], answers[0]]);
    }));
});

suite('sandbox gateway: answers that get lost', (test) => {
  test('an attempt whose answer is lost was taken in all the same', () =>
    withSandbox(async ({ gateway }) => {
      const payment = gatewayPayment({ amount: SANDBOX_AMOUNTS.payAnswerLost });
      assert.equal(await gateway.pay(payment), { kind: 'unknown' });
      assert.is((await gateway.findPayment(payment.attemptId)).kind, 'requires_action');
    }));

  test('an approval whose answer is lost is found at the second look', () =>
    withSandbox(async ({ gateway, started }) => {
      const payment = await started({ amount: SANDBOX_AMOUNTS.approvalAnswerLost });
      assert.equal(await gateway.settle(payment, 'approve'), { kind: 'unknown' });
      assert.equal(await gateway.findPayment(payment.attemptId), { kind: 'unknown' });
      assert.is((await gateway.findPayment(payment.attemptId)).kind, 'succeeded');
    }));

  test('an approval whose answer is lost cannot be called off', () =>
    withSandbox(async ({ gateway, started }) => {
      const payment = await started({ amount: SANDBOX_AMOUNTS.approvalAnswerLost });
      await gateway.settle(payment, 'approve');
      assert.is((await gateway.cancel(payment.attemptId)).kind, 'succeeded');
    }));

  test('a refund whose answer is lost is found, and is not made twice', () =>
    withSandbox(async ({ gateway, started }) => {
      const payment = await started({ amount: 100_000 });
      await gateway.settle(payment, 'approve');
      const refund = gatewayRefund(payment, { amount: SANDBOX_AMOUNTS.refundAnswerLost });
      assert.equal(await gateway.refund(refund), { kind: 'unknown' });
      assert.equal(await gateway.findRefund(refund), { kind: 'succeeded' });
      assert.equal(await gateway.refund(refund), { kind: 'succeeded' });
      assert.is(await gateway.refundedTotal(payment.attemptId), SANDBOX_AMOUNTS.refundAnswerLost);
    }));

  test('a refund that is refused stays refused and gives nothing back', () =>
    withSandbox(async ({ gateway, started }) => {
      const payment = await started({ amount: 100_000 });
      await gateway.settle(payment, 'approve');
      const refund = gatewayRefund(payment, { amount: SANDBOX_AMOUNTS.refundRejected });
      for (const outcome of [await gateway.refund(refund), await gateway.findRefund(refund)])
        assert.is(outcome.kind === 'declined' && outcome.code, 'refund_rejected');
      assert.is(await gateway.refundedTotal(payment.attemptId), 0);
    }));

  test('without its database it knows nothing, and does not throw', () =>
    withSandbox(async ({ gateway, opened }) => {
      const payment = gatewayPayment();
      await opened.close();
      const unknown = { kind: 'unknown' };
      assert.equal(await gateway.pay(payment), unknown);
      assert.equal(await gateway.findPayment(payment.attemptId), unknown);
      assert.equal(await gateway.cancel(payment.attemptId), unknown);
      assert.equal(await gateway.settle(payment, 'approve'), unknown);
      assert.equal(await gateway.refund(gatewayRefund(payment)), unknown);
      assert.equal(await gateway.findRefund(gatewayRefund(payment)), unknown);
      assert.is(await gateway.refundedTotal(payment.attemptId), null);
      assert.is(await gateway.refundInConsole(payment.attemptId, 1), false);
    }));

  test('the console gives back no more than is left', () =>
    withSandbox(async ({ gateway, started }) => {
      const payment = await started();
      assert.is(await gateway.refundInConsole(payment.attemptId, 1), false);
      await gateway.settle(payment, 'approve');
      for (const amount of [0, -1, 0.5, 29_901])
        assert.is(await gateway.refundInConsole(payment.attemptId, amount), false);
      assert.is(await gateway.refundInConsole(payment.attemptId, 29_900), true);
      assert.is(await gateway.refundInConsole(payment.attemptId, 1), false);
    }));
});
