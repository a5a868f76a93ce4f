import { createHash } from 'node:crypto';
import {
  BALANCE_MISMATCH,
  type GatewayPayment,
  type GatewayRefund,
  type Instrument,
  type NextAction,
  type PaymentMethod,
  type PaymentOutcome,
  type RefundOutcome,
  type SandboxCharge,
  type SandboxRefund,
  type TransferInstructions,
} from '../../core/index.ts';
import { cardInstrument, SANDBOX_DECLINES } from './sandbox-cards.ts';

/** Amounts, in smallest units of any currency, that make the sandbox misbehave in the ways that real gateways do. */
export const SANDBOX_AMOUNTS = {
  /** The payment is taken in, but the answer to `pay` never arrives: it stays `processing` until it is asked about. */
  payAnswerLost: 40_008,
  /** The payment is approved, but the first answer after that never arrives; the second one does. */
  approvalAnswerLost: 40_004,
  /** A refund of this amount is refused with `refund_rejected`. */
  refundRejected: 40_011,
  /** A refund of this amount is made, but the answer never arrives: it is found when asked about. */
  refundAnswerLost: 40_012,
} as const;

/** The bank account that test transfers go to; no bank has one that begins like this. */
export const SANDBOX_ACCOUNT = {
  bankCode: '004',
  bankName: '국민은행',
  accountNumber: '000000-00-000000',
  accountHolder: '코리아체크아웃 샌드박스',
} as const;

/** Methods of which the buyer needs no page, only to know where to transfer to. */
export type SandboxTransfer = Extract<PaymentMethod, 'bank_transfer' | 'virtual_account'>;

const UNKNOWN = { kind: 'unknown' } as const;
const CANCELED: PaymentOutcome = { kind: 'canceled' };

/** A charge that waits for its buyer. */
export function newCharge(payment: GatewayPayment): SandboxCharge {
  return {
    attemptId: payment.attemptId,
    mode: payment.mode,
    status: 'open',
    payment,
    instrument: null,
    failureCode: null,
    failureMessage: null,
    refunds: [],
    version: 1,
  };
}

/** Stands for an attempt that was called off before it arrived, so that it can never be paid when it does. */
export function calledOff(attemptId: string): SandboxCharge {
  const payment: GatewayPayment = {
    attemptId,
    paymentId: '',
    merchantId: '',
    mode: 'test',
    amount: 0,
    currency: 'KRW',
    method: 'card',
    instalmentMonths: null,
    description: null,
    returnUrl: null,
    deadline: 0,
  };
  return { ...newCharge(payment), status: 'canceled' };
}

/** Whether the buyer can still decide. */
export function isUndecided({ status }: SandboxCharge): boolean {
  return status === 'open' || status === 'challenged';
}

/** The same charge, paid; nothing changes for one that was decided before. */
export function approve(charge: SandboxCharge, instrument: Instrument | null): SandboxCharge {
  if (!isUndecided(charge)) return charge;
  const status = charge.payment.amount === SANDBOX_AMOUNTS.approvalAnswerLost ? 'lost' : 'approved';
  return { ...charge, status, instrument };
}

/** The same charge, refused with one of the sandbox's codes or with any other that a test asks for. */
export function decline(charge: SandboxCharge, code: string): SandboxCharge {
  if (!isUndecided(charge)) return charge;
  const failureMessage = new Map(Object.entries(SANDBOX_DECLINES)).get(code) ?? '결제가 거절되었습니다.';
  return { ...charge, status: 'declined', failureCode: code, failureMessage };
}

/** The same charge, called off; one that was decided before stays as it is. */
export function callOff(charge: SandboxCharge): SandboxCharge {
  return isUndecided(charge) ? { ...charge, status: 'canceled' } : charge;
}

/** What the sandbox says of a charge. */
export function outcomeOf(charge: SandboxCharge, publicUrl: string): PaymentOutcome {
  switch (charge.status) {
    case 'open':
    case 'challenged':
      return { kind: 'requires_action', nextAction: nextActionOf(charge, publicUrl) };
    case 'approved':
      return { kind: 'succeeded', amount: charge.payment.amount, instrument: charge.instrument };
    case 'declined':
      return {
        kind: 'declined',
        code: charge.failureCode ?? '',
        message: charge.failureMessage ?? '',
        instrument: charge.instrument,
      };
    case 'canceled':
      return CANCELED;
    case 'lost':
      return UNKNOWN;
  }
}

/**
 * An attempt without a browser has nobody to send to a page. The sandbox takes no notice of it until `settle` brings
 * it, as a terminal in a shop would; until then it has never heard of it.
 */
export function waitsForSettle({ method, returnUrl }: GatewayPayment): boolean {
  return returnUrl === null && !isTransfer(method);
}

function isTransfer(method: PaymentMethod): method is SandboxTransfer {
  return method === 'bank_transfer' || method === 'virtual_account';
}

const PAGES: Readonly<Record<Exclude<PaymentMethod, SandboxTransfer>, string>> = {
  card: 'card',
  realtime_transfer: 'transfer',
  kakao_pay: 'kakao',
  naver_pay: 'naver',
  samsung_pay: 'samsung',
};

function nextActionOf({ status, payment }: SandboxCharge, publicUrl: string): NextAction {
  if (isTransfer(payment.method)) return transferTo(payment);
  const page = status === 'challenged' ? 'challenge' : PAGES[payment.method];
  return { type: 'redirect', url: `${publicUrl}/sandbox/${page}/${payment.attemptId}` };
}

/** Where a transfer must go to: the one account of all, or that of a virtual account's one attempt. */
export function transferTo(payment: GatewayPayment): TransferInstructions {
  const { method, attemptId, paymentId, deadline } = payment;
  const own = method === 'virtual_account' ? { accountNumber: virtualAccount(attemptId) } : {};
  return {
    type: 'bank_transfer',
    ...SANDBOX_ACCOUNT,
    ...own,
    depositorName: depositorName(paymentId),
    deadline,
  };
}

/** `000000-12-345678`: the same for the same attempt every time, and another one for another attempt. */
function virtualAccount(attemptId: string): string {
  const digits = String(1 + (numberOf(attemptId) % 99_999_999)).padStart(8, '0');
  return `000000-${digits.slice(0, 2)}-${digits.slice(2)}`;
}

/** `KC` and six digits: short enough for every bank's sender field, without letters that look alike. */
export function depositorName(paymentId: string): string {
  return `KC${String(numberOf(paymentId) % 1_000_000).padStart(6, '0')}`;
}

function numberOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0);
}

/** The card that stands in when a payment is finished without any page. */
export function defaultInstrument(charge: SandboxCharge): Instrument | null {
  return charge.payment.method === 'card' ? cardInstrument('4242424242424242') : null;
}

/** Everything given back of a charge, whoever asked for it. */
export function refundedOf(charge: SandboxCharge): number {
  return charge.refunds.reduce((sum, { amount, status }) => sum + (status === 'succeeded' ? amount : 0), 0);
}

/** What can still be given back: nothing while the charge is not paid. */
export function balanceOf(charge: SandboxCharge): number {
  const paid = charge.status === 'approved' || charge.status === 'lost';
  return paid ? charge.payment.amount - refundedOf(charge) : 0;
}

/** A refund and its answer. Asked for again under the same id, it is the same refund. */
export function refundCharge(
  charge: SandboxCharge,
  { refundId, amount, expectedRefundable }: GatewayRefund,
): { charge: SandboxCharge; outcome: RefundOutcome } {
  const known = charge.refunds.find(({ id }) => id === refundId);
  if (known) return { charge, outcome: refundOutcome(known) };
  const balance = balanceOf(charge);
  // Nothing was done, so nothing is kept of these two: the same id may ask again with the right numbers.
  if (expectedRefundable !== null && expectedRefundable !== balance)
    return { charge, outcome: refused(BALANCE_MISMATCH) };
  if (amount > balance) return { charge, outcome: refused('refund_exceeds_balance') };
  const status = amount === SANDBOX_AMOUNTS.refundRejected ? 'declined' : 'succeeded';
  const refund: SandboxRefund = { id: refundId, amount, status };
  const outcome = amount === SANDBOX_AMOUNTS.refundAnswerLost ? UNKNOWN : refundOutcome(refund);
  return { charge: { ...charge, refunds: [...charge.refunds, refund] }, outcome };
}

/** What became of a refund that the sandbox knows. */
export function refundOutcome({ status }: SandboxRefund): RefundOutcome {
  return status === 'succeeded' ? { kind: 'succeeded' } : refused('refund_rejected');
}

const REFUSALS: Readonly<Record<string, string>> = {
  [BALANCE_MISMATCH]: '취소 가능 금액이 일치하지 않습니다.',
  refund_exceeds_balance: '취소 가능 금액을 초과했습니다.',
  refund_rejected: '결제사에서 취소를 거절했습니다.',
  charge_not_found: '존재하지 않는 결제입니다.',
};

/** A refund that is not made, with the sandbox's code for it. */
export function refused(code: string): RefundOutcome {
  return { kind: 'declined', code, message: REFUSALS[code] ?? '취소가 거절되었습니다.' };
}
