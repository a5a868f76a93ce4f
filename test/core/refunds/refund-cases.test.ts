import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import {
  BALANCE_MISMATCH,
  DomainError,
  type Payment,
  type Refund,
  type RefundOutcome,
  refundable,
  standingOf,
} from '../../../core/index.ts';
import { buildCore, type TestCore } from '../../support/build-core.ts';
import { type FakeGateway, fakeGateway } from '../../support/fake-gateway.ts';
import { suite } from '../../support/suite.ts';

interface Asked {
  readonly amount?: number;
  readonly gateway?: string;
  readonly gateway_error?: string;
}

interface Step {
  readonly refund?: Asked;
  readonly parallel?: readonly { readonly refund: Asked }[];
  readonly parallel_n?: number;
  readonly webhook?: { readonly cancelled_total: number };
  readonly webhook_before_response?: { readonly cancelled_total: number };
  readonly retry?: object;
  readonly gateway_read?: object;
}

interface Case {
  readonly id: string;
  readonly title: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
  readonly expected: Readonly<Record<string, unknown>>;
}

const FILE = JSON.parse(readFileSync(new URL('refund-cases.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

/** What has no place to run yet: nothing of ours knows virtual accounts' reversals, tax, escrow or disputes. */
const LATER: Readonly<Record<string, string>> = {
  'RFD-011': 'runs over HTTP in test/surfaces/lifeos/idempotency.test.ts',
  'RFD-013': 'runs over HTTP in test/surfaces/lifeos/idempotency.test.ts',
  'RFD-028': 'bank codes of real gateways',
  'RFD-030': 'virtual accounts of real gateways',
  'RFD-031': 'settlements',
  'RFD-033': 'deposit orders',
  'RFD-035': 'tax',
  'RFD-036': 'tax',
  'RFD-038': 'tax',
  'RFD-040': 'tax',
  'RFD-043': 'windows of real gateways',
  'RFD-045': 'escrow',
  'RFD-050': 'disputes',
};

/** The cases' names for refusals → ours. */
const CODES: Readonly<Record<string, string>> = {
  AMOUNT_EXCEEDS_REFUNDABLE: 'amount_exceeds_refundable',
  INVALID_AMOUNT: 'invalid_amount',
  NOT_CAPTURED: 'not_captured',
  NOT_REFUNDABLE_STATE: 'not_refundable_state',
  PARTIAL_NOT_ALLOWED: 'partial_not_allowed',
  REFUND_ACCOUNT_REQUIRED: 'refund_account_required',
  CANCELLABLE_AMOUNT_MISMATCH: BALANCE_MISMATCH,
};

/** What the gateway says to a refund of this kind. */
function outcomeOf({ gateway, gateway_error: code }: Asked): RefundOutcome {
  if (gateway === 'timeout' || code === 'IDEMPOTENT_REQUEST_PROCESSING') return { kind: 'unknown' };
  return code ? { kind: 'declined', code, message: code } : { kind: 'succeeded' };
}

/** A payment in the state that the case starts from. */
async function given(built: TestCore, gateway: FakeGateway, { given: start, steps }: Case): Promise<Payment> {
  const { core, scope, storage } = built;
  const virtual = start['method'] === 'virtual_account';
  const amount = Number(start['captured'] || start['amount'] || start['authorised'] || 30000);
  if (start['status'] === 'waiting_for_deposit')
    gateway.script.pay.push({ kind: 'requires_action', nextAction: { type: 'redirect', url: 'https://x' } });
  const made = await core.payments.create(scope, {
    amount,
    currency: 'KRW',
    method: virtual ? 'bank_transfer' : 'card',
  });
  const begun = virtual
    ? made
    : start['status'] === 'failed'
      ? made
      : await core.payments.begin(scope, made.id, { returnUrl: null });
  if (steps.some(({ webhook }) => webhook)) assert.is(begun.status, 'succeeded');
  const change: Partial<Payment> = {
    ...(start['status'] === 'failed' ? { status: 'failed' as const } : {}),
    ...(start['status'] === 'requires_capture'
      ? { status: 'requires_capture' as const, amountCaptured: 0 }
      : {}),
    ...(start['disputed'] ? { amountDisputed: Number(start['disputed']) } : {}),
  };
  return storage.transaction((tx) => tx.payments.update(begun, { ...begun, ...change }));
}

/** A case being played. */
interface Stage {
  readonly built: TestCore;
  readonly gateway: FakeGateway;
  readonly paymentId: string;
  /** The codes of refusals, in order. */
  readonly rejected: string[];
}

async function refund({ built, gateway, paymentId, rejected }: Stage, asked: Asked): Promise<void> {
  if (asked.gateway || asked.gateway_error) gateway.script.refund.push(outcomeOf(asked));
  try {
    const made = await built.core.refunds.create(built.scope, {
      paymentId,
      ...('amount' in asked ? { amount: asked.amount } : {}),
    });
    if (made.failureCode === BALANCE_MISMATCH) rejected.push(made.failureCode);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    rejected.push(error.code);
  }
}

async function play(stage: Stage, step: Step): Promise<void> {
  const { gateway, paymentId } = stage;
  const { core, scope, clock } = stage.built;
  if (step.refund) await refund(stage, step.refund);
  if (step.parallel) await Promise.all(step.parallel.map((one) => refund(stage, one.refund)));
  if (step.webhook) await core.refunds.hearTotal(scope, paymentId, step.webhook.cancelled_total);
  if (step.webhook_before_response) {
    const total = step.webhook_before_response.cancelled_total;
    gateway.script.refund.push(async () => {
      await core.refunds.hearTotal(scope, paymentId, total);
      return { kind: 'succeeded' };
    });
  }
  if (step.gateway_read) {
    // "Already canceled" is no answer to a retry: the gateway is read, and what it holds decides.
    gateway.script.findRefund.push({ kind: 'succeeded' });
    clock.advance(5 * 60_000);
    await core.jobs.runDue();
  }
}

function compare(
  { gateway, rejected }: Stage,
  { expected }: Case,
  payment: Payment,
  refunds: readonly Refund[],
): void {
  const booked = refunds.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount);
  if (expected['refunds']) assert.equal(booked, expected['refunds']);
  if (expected['succeeded'] !== undefined) assert.is(booked.length, expected['succeeded']);
  if (expected['refundable'] !== undefined) assert.is(refundable(payment), expected['refundable']);
  assert.equal(
    rejected,
    ((expected['rejected'] as string[] | undefined) ?? []).map((code) => CODES[code]),
  );
  if (expected['gateway_calls'] !== undefined)
    assert.is(gateway.calls.refund.length, expected['gateway_calls']);
  if (expected['status']) assert.is(standingOf(payment), expected['status']);
  if (expected['refund_statuses'])
    assert.equal(
      refunds.map(({ status }) => (status === 'processing' ? 'pending' : status)),
      expected['refund_statuses'],
    );
}

suite('refund cases', (test) => {
  for (const one of FILE.cases) {
    if (LATER[one.id]) continue;
    test(`${one.id} ${one.title}`, async () => {
      const virtual = one.given['method'] === 'virtual_account';
      const gateway = fakeGateway({
        partialRefund: one.given['is_partial_cancelable'] !== false,
        refundAccountFor: virtual ? ['bank_transfer'] : [],
      });
      const held = one.given['gateway_cancellable'];
      if (held !== undefined) {
        gateway.script.refund.push({ kind: 'declined', code: BALANCE_MISMATCH, message: 'balance' });
        gateway.script.refundedTotal = Number(one.given['captured']) - Number(held);
      }
      if (one.given['pg_discount'])
        gateway.script.refund.push({
          kind: 'declined',
          code: 'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT',
          message: '',
        });
      const built = await buildCore({ gateways: [gateway], unchecked: true });
      try {
        const payment = await given(built, gateway, one);
        const stage: Stage = { built, gateway, paymentId: payment.id, rejected: [] };
        for (const step of one.steps) await play(stage, step);
        const after = await built.core.payments.get(built.scope, payment.id);
        const refunds = await built.core.refunds.list(built.scope, payment.id);
        if (held !== undefined) assert.is(refundable(after), held, 'the ledger is in step again');
        compare(stage, one, after, refunds);
      } finally {
        await built.close();
      }
    });
  }

  test('every case runs here or is named with the reason why not', () => {
    const known = new Set(FILE.cases.map(({ id }) => id));
    assert.equal(
      Object.keys(LATER).filter((id) => !known.has(id)),
      [],
    );
    assert.is(FILE.cases.length, 32);
  });
});
