import type { Mode, Scope } from '../kernel/scope.ts';
import type { Instrument, NextAction, PaymentMethod } from './payment.ts';

/** What a gateway can do, as data: the core asks this table and never the gateway's name. */
export interface GatewayCapabilities {
  readonly modes: readonly Mode[];
  readonly methods: readonly PaymentMethod[];
  readonly currencies: readonly string[];
  /** Whether part of a payment can be given back. */
  readonly partialRefund: boolean;
  /** Methods whose refund needs the buyer's bank account. */
  readonly refundAccountFor: readonly PaymentMethod[];
}

/** One try at a payment, as a gateway is asked for it. */
export interface GatewayPayment {
  /** The idempotency key of this try; the same for every retry of it. */
  readonly attemptId: string;
  readonly paymentId: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly amount: number;
  readonly currency: string;
  readonly method: PaymentMethod;
  /** Months of a card's instalments; null: at once. */
  readonly instalmentMonths: number | null;
  readonly description: string | null;
  /** Where the gateway sends the buyer when its page is done. */
  readonly returnUrl: string | null;
  /** Until when a waiting transfer may arrive; epoch milliseconds. */
  readonly deadline: number;
}

/** What a gateway says of an attempt. No answer, or one that cannot be read, is `unknown`. */
export type PaymentOutcome =
  | { readonly kind: 'succeeded'; readonly amount: number; readonly instrument: Instrument | null }
  | {
      readonly kind: 'declined';
      readonly code: string;
      readonly message: string;
      /** What was tried, as far as the gateway tells. */
      readonly instrument?: Instrument | null;
    }
  | { readonly kind: 'requires_action'; readonly nextAction: NextAction }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'unknown' };

/** One refund, as a gateway is asked for it. */
export interface GatewayRefund {
  /** The idempotency key of this refund, for ever. */
  readonly refundId: string;
  readonly attemptId: string;
  readonly mode: Mode;
  readonly amount: number;
  readonly currency: string;
  /**
   * What we believe can still be given back, for gateways that compare before they act; null while other refunds
   * are under way, when nobody can know.
   */
  readonly expectedRefundable: number | null;
  readonly refundAccount: RefundAccount | null;
}

/** The buyer's account for refunds that go by transfer. */
export interface RefundAccount {
  readonly bankCode: string;
  readonly accountNumber: string;
  readonly holder: string;
}

/** What a gateway says of a refund. No answer, or one that cannot be read, is `unknown`. */
export type RefundOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'declined'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown' };

/** Moves money. Never throws and never takes for ever: what is not known is `unknown`. */
export interface Gateway {
  readonly id: string;
  readonly capabilities: GatewayCapabilities;
  /** Whether this merchant has what the gateway needs, a bank account for instance; left out when all have. */
  serves?(scope: Scope): Promise<boolean>;
  /** Starts an attempt, or answers again what became of it. */
  pay(payment: GatewayPayment): Promise<PaymentOutcome>;
  /** What became of an attempt. An attempt that never arrived is `canceled`. */
  findPayment(attemptId: string): Promise<PaymentOutcome>;
  /** Makes sure that an attempt cannot succeed any more; `succeeded` when it already has. */
  cancel(attemptId: string): Promise<PaymentOutcome>;
  refund(refund: GatewayRefund): Promise<RefundOutcome>;
  /** What became of a refund; `absent` when it never arrived, so that it may be sent again under the same id. */
  findRefund(
    refund: Pick<GatewayRefund, 'refundId' | 'attemptId'>,
  ): Promise<RefundOutcome | { readonly kind: 'absent' }>;
  /** Everything that the gateway has given back of an attempt, ours or made in its console; null when unknown. */
  refundedTotal(attemptId: string): Promise<number | null>;
}
