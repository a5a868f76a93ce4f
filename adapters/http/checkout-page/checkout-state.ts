import { type Payment, type PaymentMethod, transferInstructions } from '../../../core/index.ts';

/** What the buyer sees. `payable`, `declined`: there is something to click that pays. */
export type CheckoutState =
  | 'payable'
  | 'declined'
  | 'unavailable'
  | 'action'
  | 'transfer'
  | 'processing'
  | 'authorized'
  | 'succeeded'
  | 'failed'
  | 'canceled'
  | 'expired';

/** The states that end without the buyer's doing, so that the page watches them. */
export const WATCHED_STATES: readonly CheckoutState[] = ['action', 'transfer', 'processing', 'authorized'];

/** The states in which the buyer may call the payment off. */
export const CANCELABLE_STATES: readonly CheckoutState[] = ['payable', 'declined', 'action', 'transfer'];

/**
 * What a payment looks like to its buyer at this moment. Time that is over counts at once, though the job that
 * ends the payment may come later: nobody should transfer money to an account that is about to close.
 */
export function checkoutState(
  payment: Payment,
  { now, methods }: { readonly now: number; readonly methods: readonly PaymentMethod[] },
): CheckoutState {
  const late = payment.expiresAt <= now;
  switch (payment.status) {
    case 'succeeded':
    case 'failed':
    case 'processing':
      return payment.status;
    case 'requires_capture':
      return 'authorized';
    case 'canceled':
      return payment.cancelReason === 'expired' ? 'expired' : 'canceled';
    case 'requires_action':
      if (!transferInstructions(payment)) return 'action';
      return late ? 'expired' : 'transfer';
    case 'requires_payment_method':
    case 'requires_confirmation':
      if (late) return 'expired';
      if (methods.length === 0) return 'unavailable';
      return payment.failureCode === null ? 'payable' : 'declined';
  }
}
