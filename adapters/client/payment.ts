// The shapes of the LifeOS API in JavaScript's spelling, written out so that the published types need no other
// package and read well in an editor. test/client/shapes.test.ts refuses to compile when the API's schemas differ.

/** How the buyer pays: card, bank transfer or KakaoPay. */
export type PaymentMethod = 'card' | 'bank' | 'kakao';

/** How a payment was paid that was made through another API, such as a checkout session. */
export type OtherPaymentMethod = 'naver' | 'samsung' | 'realtime_transfer' | 'virtual_account';

/** `completed` also when a part was refunded; `refunded` when all was. */
export type PaymentStatus = 'pending' | 'completed' | 'refunded' | 'failed' | 'canceled';

/** A payment as it was when the server answered. Times are ISO 8601 in UTC. */
export interface Payment {
  readonly id: string;
  /** In the smallest unit of the currency: 29900 KRW is ₩29,900, 2999 USD is $29.99. */
  readonly amount: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  /** Null while the buyer has not chosen. */
  readonly method: PaymentMethod | OtherPaymentMethod | null;
  readonly description: string | null;
  readonly metadata: { readonly [name: string]: string };
  readonly amountRefunded: number;
  /** Whether money is left that can be refunded. */
  readonly refundable: boolean;
  /** The page on which the buyer pays. */
  readonly checkoutUrl: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  /** Of a paid card payment. */
  readonly card?: { readonly last4: string; readonly brand: string };
  /** Where to transfer to, of a bank or virtual account payment that is not paid yet. */
  readonly bank?: BankTransfer;
  /** Why the last attempt was declined. */
  readonly failure?: Failure;
}

/** What the buyer needs to know to send the money. */
export interface BankTransfer {
  /** Three-digit KFTC code. */
  readonly code: string;
  readonly name: string;
  readonly accountNumber: string;
  readonly accountHolder: string;
  /** The name to send the money under. */
  readonly depositorName: string;
  readonly amount: number;
  readonly deadline: string;
}

/** Why something was declined: a stable code, and words for people. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** A refund of all or a part of a payment. */
export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  /** `pending` where the gateway refunds later: `refund.completed` or `refund.failed` will tell. */
  readonly status: 'pending' | 'completed' | 'failed';
  readonly reason: string | null;
  readonly createdAt: string;
  readonly failure?: Failure;
}

/** What a payment is made of. */
export interface CreatePayment {
  /** In the smallest unit of the currency: at least 100 for KRW, 50 (cents) for USD. */
  readonly amount: number;
  readonly currency: 'KRW' | 'USD';
  readonly method: PaymentMethod;
  /** At most 255 characters. */
  readonly description?: string | null | undefined;
  /** At most 50 entries of at most 500 characters; comes back as it is. */
  readonly metadata?: { readonly [name: string]: string } | undefined;
}

/** What to refund. */
export interface CreateRefund {
  /** All that is left when it is left out. */
  readonly amount?: number | undefined;
  /** At most 255 characters. */
  readonly reason?: string | null | undefined;
}

/** Which payments to list. */
export interface PaymentFilter {
  readonly status?: PaymentStatus | undefined;
  /** Only payments made after this moment; text is ISO 8601. */
  readonly createdAfter?: Date | string | undefined;
  /** How many a page holds, 1 to 100. */
  readonly limit?: number | undefined;
  /** The id of the last payment of the page before. */
  readonly startingAfter?: string | undefined;
}

/** One page of payments, newest first. */
export interface PaymentPage {
  readonly data: readonly Payment[];
  readonly hasMore: boolean;
  /** All payments that match the filter, on whatever page. */
  readonly total: number;
}
