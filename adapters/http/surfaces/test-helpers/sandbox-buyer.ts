import {
  askedOf,
  type Core,
  DomainError,
  type GatewayPayment,
  isWaiting,
  OWN_ACCOUNT,
  type Payment,
  type PaymentOutcome,
  type Scope,
} from '../../../../core/index.ts';

/** What the helpers need of the sandbox gateway: to decide an attempt as its own pages do. */
export interface SandboxBuyer {
  readonly id: string;
  settle(attempt: GatewayPayment, decision: Decision): Promise<PaymentOutcome>;
}

export type Decision = 'approve' | { readonly decline: string };

/** What a buyer hears who is declined. */
export const DECLINED: Decision = { decline: 'card_declined' };

/** Decides the attempt that a payment follows, as the sandbox's pages or the buyer's bank would. */
export async function decide(
  core: Core,
  sandbox: SandboxBuyer,
  begun: Payment,
  decision: Decision,
): Promise<Payment> {
  const { attemptId, method, instalmentMonths } = begun;
  if (attemptId && begun.gateway === OWN_ACCOUNT && decision === 'approve') {
    await core.testTransfer(begun, attemptId);
    return core.payments.get(begun, begun.id);
  }
  if (!attemptId || !method || begun.gateway !== sandbox.id)
    throw new DomainError('method_not_available', 'the sandbox does not carry this payment');
  const asked = askedOf(begun, { id: attemptId, method, returnUrl: null, instalmentMonths });
  return core.payments.hear(begun, attemptId, await sandbox.settle(asked, decision));
}

/** Refuses a payment that waits for no transfer. */
export function assertAwaitsTransfer(payment: Payment): void {
  if (payment.method !== 'bank_transfer' && payment.method !== 'virtual_account')
    throw new DomainError('method_not_available', 'this payment is not paid by transfer');
  if (!isWaiting(payment))
    throw new DomainError('illegal_transition', 'this payment waits for no transfer', {
      from: payment.status,
    });
}

/** One of the helpers: what it does to whatever has this id. */
export type Act<T> = (core: Core, scope: Scope, id: string) => Promise<T>;
