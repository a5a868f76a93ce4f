import type { Mode } from '../kernel/scope.ts';

/** How the buyer pays. A gateway says in its capabilities which of these it carries. */
export const PAYMENT_METHODS = [
  'card',
  'realtime_transfer',
  'virtual_account',
  'kakao_pay',
  'naver_pay',
  'samsung_pay',
  'bank_transfer',
] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** The eight states. "Refunded" is none of them: refunds are numbers on the payment. */
export type PaymentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'failed'
  | 'canceled';

/** What the buyer must do next. */
export type NextAction =
  | { readonly type: 'redirect'; readonly url: string }
  | {
      readonly type: 'bank_transfer';
      /** Three-digit KFTC code. */
      readonly bankCode: string;
      readonly bankName: string;
      readonly accountNumber: string;
      /** The number is sealed (a merchant's own account at rest): `payments.instructions` opens it. */
      readonly accountSealed?: true;
      readonly accountHolder: string;
      /** The name that the buyer should give as the sender, so that the deposit is recognised. */
      readonly depositorName: string;
      /** Epoch milliseconds. */
      readonly deadline: number;
    };

/** What was paid with, as far as it may be kept: never a card number. */
export interface Instrument {
  readonly type: 'card';
  readonly brand: string;
  readonly last4: string;
  /** Tells the same card again without its number; of a gateway that gives one. */
  readonly fingerprint?: string;
  /** Where the card was issued: ISO 3166, two letters. */
  readonly country?: string;
}

/** One payment of one merchant; amounts in the smallest unit of `currency`, times in epoch milliseconds. */
export interface Payment {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly status: PaymentStatus;
  readonly amount: number;
  readonly currency: string;
  readonly amountCaptured: number;
  /** Given back for certain. */
  readonly amountRefunded: number;
  /** Set aside for refunds whose outcome is not known yet. */
  readonly amountRefunding: number;
  /** Held by open or lost disputes. */
  readonly amountDisputed: number;
  readonly method: PaymentMethod | null;
  /** Months of a card's instalments, 2 to 12; null: at once. */
  readonly instalmentMonths: number | null;
  /** The checkout session that it pays; null for payments without one. */
  readonly sessionId: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The gateway that carries the current or successful attempt. */
  readonly gateway: string | null;
  /** The attempt whose news this payment follows; news of any other attempt never touches it. */
  readonly attemptId: string | null;
  readonly attemptCount: number;
  readonly nextAction: NextAction | null;
  readonly instrument: Instrument | null;
  /** Why it was canceled; null in every other state. */
  readonly cancelReason: CancelReason | null;
  /** Of the last declined attempt. */
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly expiresAt: number;
  /** When the expiry job looks at it next; null once the payment has ended. Pushing it forward is the job's lease. */
  readonly dueAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Grows by one with every saved change; the sequence of the payment's history. */
  readonly version: number;
}

/** `requested` by merchant or buyer, or `expired` by the clock. */
export type CancelReason = 'requested' | 'expired';

/** One row of a payment's history: a change of state and its reason. Append-only, gap-free per payment. */
export interface PaymentHistoryEntry {
  readonly paymentId: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly sequence: number;
  readonly from: PaymentStatus | null;
  readonly to: PaymentStatus;
  /** In English, for whoever reads the history: `created`, `attempt started`, `approved`, … */
  readonly reason: string;
  readonly attemptId: string | null;
  readonly at: number;
}
