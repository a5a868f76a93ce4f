import type {
  GatewayPayment,
  GatewayRefund,
  RefundOutcome,
  SandboxCharge,
  Storage,
} from '../../core/index.ts';
import * as rules from './sandbox-rules.ts';

/** A charge before and after; null where the sandbox has never heard of the attempt. */
export interface Change {
  readonly was: SandboxCharge | null;
  readonly now: SandboxCharge | null;
}

export type ChargeRows = ReturnType<typeof chargeRows>;

/** The sandbox's memory: each change is one transaction that decides by what is stored at that moment. */
export function chargeRows(storage: Storage) {
  return {
    find: (attemptId: string) => storage.sandboxCharges.find(attemptId),

    /** Takes an attempt in, unless it was before. */
    open: (payment: GatewayPayment): Promise<Change> =>
      storage.transaction(async (tx) => {
        const was = await tx.sandboxCharges.find(payment.attemptId);
        if (was) return { was, now: was };
        const now = rules.newCharge(payment);
        await tx.sandboxCharges.insert(now);
        return { was: null, now };
      }),

    /** Decides a charge; one that nobody has heard of arrives with it when `arriving` tells what it is. */
    change: (
      attemptId: string,
      take: (charge: SandboxCharge) => SandboxCharge,
      arriving: GatewayPayment | null = null,
    ): Promise<Change> =>
      storage.transaction(async (tx) => {
        const was = await tx.sandboxCharges.find(attemptId);
        if (!was && arriving) {
          const now = take(rules.newCharge(arriving));
          await tx.sandboxCharges.insert(now);
          return { was, now };
        }
        const wanted = was && take(was);
        const now = was && wanted && wanted !== was ? await tx.sandboxCharges.update(was, wanted) : was;
        return { was, now };
      }),

    /** Makes sure that an attempt is not paid from now on, even one that is still on its way here. */
    callOff: (attemptId: string): Promise<SandboxCharge> =>
      storage.transaction(async (tx) => {
        const was = await tx.sandboxCharges.find(attemptId);
        const now = was ? rules.callOff(was) : rules.calledOff(attemptId);
        if (!was) await tx.sandboxCharges.insert(now);
        return was && now !== was ? tx.sandboxCharges.update(was, now) : now;
      }),

    refund: (refund: GatewayRefund): Promise<RefundOutcome> =>
      storage.transaction(async (tx) => {
        const was = await tx.sandboxCharges.find(refund.attemptId);
        if (!was) return rules.refused('charge_not_found');
        const { charge, outcome } = rules.refundCharge(was, refund);
        if (charge !== was) await tx.sandboxCharges.update(was, charge);
        return outcome;
      }),
  };
}
