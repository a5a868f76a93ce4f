import { type Payment, PAYMENT_METHODS, type PaymentMethod } from '../../../core/index.ts';
import { type CheckoutState, checkoutState } from '../checkout-page/checkout-state.ts';
import { receiptKind } from '../checkout-page/receipt-view.ts';

/** What the buyer of an order sees. `payable`, `declined`: the form that pays. */
export type SessionState =
  Exclude<CheckoutState, 'succeeded'> | 'completed' | 'partially_refunded' | 'refunded';

/** The states in which the page shows the form. */
export const FORM_STATES: readonly SessionState[] = ['payable', 'declined'];

/** The states that change without the buyer's doing, so that the page looks again even without scripts. */
export const LIVE_STATES: readonly SessionState[] = ['action', 'transfer', 'processing', 'authorized'];

/** The states in which the page listens for news: a form that is left open must hear that its order has ended. */
export const WATCHED_STATES: readonly SessionState[] = [...LIVE_STATES, ...FORM_STATES];

/** The states in which nothing was paid, and nothing can be any more. */
export const ENDED_STATES: readonly SessionState[] = ['failed', 'canceled', 'expired'];

/** The states in which the buyer may take another way to pay. */
export const ABANDONABLE_STATES: readonly SessionState[] = ['action', 'transfer'];

/** The states in which the buyer may call the order off. */
export const CANCELABLE_STATES: readonly SessionState[] = [
  'payable',
  'declined',
  'unavailable',
  'action',
  'transfer',
];

const RECEIPTS = { paid: 'completed', partly: 'partially_refunded', whole: 'refunded' } as const;

/**
 * What a session looks like to its buyer at this moment. It is what its payment looks like, but nothing to pay needs no
 * method, and what was given back is the news of what was paid.
 */
export function sessionState(
  payment: Payment,
  { now, methods }: { readonly now: number; readonly methods: readonly PaymentMethod[] },
): SessionState {
  const state = checkoutState(payment, { now, methods: payment.amount === 0 ? PAYMENT_METHODS : methods });
  return state === 'succeeded' ? RECEIPTS[receiptKind(payment)] : state;
}
