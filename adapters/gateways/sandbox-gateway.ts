import {
  type Clock,
  CURRENCIES,
  DomainError,
  type Gateway,
  type GatewayPayment,
  type GatewayCapabilities,
  PAYMENT_METHODS,
  type PaymentOutcome,
  type SandboxCharge,
  type Storage,
} from '../../core/index.ts';
import { cardDigits } from './card-number.ts';
import { cardEffect, cardInstrument } from './sandbox-cards.ts';
import { type ChargeRows, chargeRows } from './sandbox-rows.ts';
import * as rules from './sandbox-rules.ts';

export interface SandboxOptions {
  /** The same database as core's, or another: the sandbox plays another company. */
  readonly storage: Storage;
  readonly clock: Clock;
  /** Where the sandbox's pages are served, for instance `https://pay.example.com`. */
  readonly publicUrl: string;
}

/** A gateway, and what its own pages, its console and the test helpers do to it. Every answer repeats unchanged. */
export interface SandboxGateway extends Gateway {
  /** Where its pages are served, without a slash at the end. */
  readonly publicUrl: string;
  /** What the sandbox remembers of an attempt, or null. May throw `storage_unavailable`; the others never throw. */
  find(attemptId: string): Promise<SandboxCharge | null>;
  /**
   * Pays with a card. The number is looked at and forgotten: of test cards brand, last four digits, country and a
   * fingerprint stay, of all others nothing.
   */
  submitCard(attemptId: string, card: { readonly number: string }): Promise<PaymentOutcome>;
  answerChallenge(attemptId: string, answer: 'approve' | 'refuse'): Promise<PaymentOutcome>;
  /** What the buyer says on the page of a wallet, or of his bank for a transfer in real time. */
  answerWallet(attemptId: string, answer: 'pay' | 'cancel' | 'insufficient_balance'): Promise<PaymentOutcome>;
  /** The awaited transfer arrives, on whichever account. After its deadline the account is closed and the attempt `canceled`. */
  deposit(attemptId: string): Promise<PaymentOutcome>;
  /**
   * Finishes an attempt without any page; one that came without a browser arrives with this. Tell the outcome to
   * `core.payments.hear`.
   */
  settle(
    attempt: { readonly attemptId: string } | GatewayPayment,
    outcome: 'approve' | { readonly decline: string },
  ): Promise<PaymentOutcome>;
  /** Gives money back as if in the gateway's own console: we are not told. False when so much is not left. */
  refundInConsole(attemptId: string, amount: number): Promise<boolean>;
}

const CAPABILITIES: GatewayCapabilities = {
  modes: ['test'],
  methods: PAYMENT_METHODS,
  currencies: CURRENCIES,
  partialRefund: true,
  refundAccountFor: [],
};

const UNKNOWN: { kind: 'unknown' } = { kind: 'unknown' };
const CANCELED: PaymentOutcome = { kind: 'canceled' };

/**
 * A complete gateway that moves no money. Deterministic: the card number, the buyer's answer and a few amounts
 * (`SANDBOX_AMOUNTS`) decide. Its state is rows, so it survives restarts and is shared by processes.
 */
export function sandboxGateway({ storage, clock, publicUrl }: SandboxOptions): SandboxGateway {
  const rows = chargeRows(storage);
  const base = publicUrl.replace(/\/+$/, '');
  const outcomeOf = (charge: SandboxCharge | null): PaymentOutcome =>
    charge ? rules.outcomeOf(charge, base) : CANCELED;

  /** One step of the buyer; a charge that was decided before only repeats its outcome. */
  const step = (attemptId: string, take: (charge: SandboxCharge) => SandboxCharge): Promise<PaymentOutcome> =>
    orElse(UNKNOWN, async () => outcomeOf((await rows.change(attemptId, take)).now));

  const approve = (charge: SandboxCharge): SandboxCharge =>
    rules.approve(charge, charge.instrument ?? rules.defaultInstrument(charge));

  return {
    id: 'sandbox',
    publicUrl: base,
    capabilities: CAPABILITIES,
    ...moneyPart(rows, outcomeOf),
    find: rows.find,
    submitCard: (attemptId, { number }) => step(attemptId, (charge) => takeCard(charge, cardDigits(number))),
    answerChallenge: (attemptId, answer) =>
      step(attemptId, (charge) =>
        answer === 'approve' ? approve(charge) : rules.decline(charge, 'authentication_failed'),
      ),
    answerWallet: (attemptId, answer) =>
      step(attemptId, (charge) => {
        if (answer === 'cancel') return rules.callOff(charge);
        return answer === 'pay' ? approve(charge) : rules.decline(charge, answer);
      }),
    deposit: (attemptId) =>
      step(attemptId, (charge) =>
        charge.payment.deadline <= clock.now() ? rules.callOff(charge) : approve(charge),
      ),
    settle: (attempt, outcome) =>
      orElse(UNKNOWN, async () => {
        const take = (charge: SandboxCharge): SandboxCharge =>
          outcome === 'approve' ? approve(charge) : rules.decline(charge, outcome.decline);
        const arriving = 'paymentId' in attempt ? attempt : null;
        return outcomeOf((await rows.change(attempt.attemptId, take, arriving)).now);
      }),
    refundInConsole: (attemptId, amount) =>
      orElse(false, async () => {
        const { was, now } = await rows.change(attemptId, (charge) => refundInConsole(charge, amount));
        return was !== now;
      }),
  };
}

/** The part that core knows: `Gateway` without its name and its table. */
function moneyPart(
  rows: ChargeRows,
  outcomeOf: (charge: SandboxCharge | null) => PaymentOutcome,
): Omit<Gateway, 'id' | 'capabilities'> {
  return {
    pay: (payment) =>
      orElse(UNKNOWN, async () => {
        if (rules.waitsForSettle(payment)) return UNKNOWN;
        const { was, now } = await rows.open(payment);
        return !was && payment.amount === rules.SANDBOX_AMOUNTS.payAnswerLost ? UNKNOWN : outcomeOf(now);
      }),
    findPayment: (attemptId) =>
      orElse(UNKNOWN, async () => {
        const charge = await rows.find(attemptId);
        if (charge?.status === 'lost') await rows.change(attemptId, heard);
        return outcomeOf(charge);
      }),
    cancel: (attemptId) => orElse(UNKNOWN, async () => outcomeOf(heard(await rows.callOff(attemptId)))),
    refund: (refund) => orElse(UNKNOWN, () => rows.refund(refund)),
    findRefund: ({ refundId, attemptId }) =>
      orElse(UNKNOWN, async () => {
        const known = (await rows.find(attemptId))?.refunds.find(({ id }) => id === refundId);
        return known ? rules.refundOutcome(known) : ({ kind: 'absent' } as const);
      }),
    refundedTotal: (attemptId) =>
      orElse(null, async () => {
        const charge = await rows.find(attemptId);
        return charge ? rules.refundedOf(charge) : 0;
      }),
  };
}

/** After one lost answer the next one arrives. */
function heard(charge: SandboxCharge): SandboxCharge {
  return charge.status === 'lost' ? { ...charge, status: 'approved' } : charge;
}

function takeCard(charge: SandboxCharge, digits: string): SandboxCharge {
  if (charge.status !== 'open') return charge;
  const effect = cardEffect(digits);
  const instrument = cardInstrument(digits);
  if (effect === 'approve') return rules.approve(charge, instrument);
  if (effect === 'challenge') return { ...charge, status: 'challenged', instrument };
  return rules.decline({ ...charge, instrument }, effect.decline);
}

function refundInConsole(charge: SandboxCharge, amount: number): SandboxCharge {
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > rules.balanceOf(charge)) return charge;
  const refund = { id: `console_${charge.refunds.length + 1}`, amount, status: 'succeeded' } as const;
  return { ...charge, refunds: [...charge.refunds, refund] };
}

/** A gateway's mishaps are its own: whoever asked only sees that no answer came. Bugs of ours are no mishaps. */
async function orElse<T>(unanswered: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return unanswered;
  }
}
