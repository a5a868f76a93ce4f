import { DomainError } from '../kernel/errors.ts';
import { scopeOf } from '../kernel/scope.ts';
import type { Clock } from '../ports.ts';
import type { RefundService } from '../refunds/refund-service.ts';
import type { Storage } from '../storage.ts';
import type { Actor } from '../workspaces/user-service.ts';
import { enter } from '../workspaces/workspace-service.ts';
import type { RefundTransfer } from './refund-transfer.ts';

/** What the service needs from outside. */
export interface RefundTransferPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly refunds: RefundService;
}

export type RefundTransferService = ReturnType<typeof createRefundTransferService>;

/** Transfers back to buyers, which a person makes: what waits, and what has been sent. */
export function createRefundTransferService({ storage, clock, refunds }: RefundTransferPorts) {
  /** Those that wait, oldest first. */
  async function listWaiting(actor: Actor, workspaceId: number): Promise<RefundTransfer[]> {
    await enter(storage, actor, workspaceId);
    return storage.refundTransfers.listWaiting(scopeOf(actor), workspaceId);
  }

  /** A person has sent the money: the refund has succeeded. Twice is the same as once. */
  async function markSent(actor: Actor, workspaceId: number, refundId: string): Promise<RefundTransfer> {
    const sent = await storage.transaction(async (tx) => {
      await enter(tx, actor, workspaceId);
      const was = await tx.refundTransfers.findByRefund(refundId);
      const theirs = was?.merchantId === actor.merchantId && was.mode === actor.mode;
      if (!was || !theirs || was.workspaceId !== workspaceId)
        throw new DomainError('not_found', 'no such refund', { id: refundId });
      return was.sentAt === null ? tx.refundTransfers.update(was, { ...was, sentAt: clock.now() }) : was;
    });
    // Should this process die here, the job that checks refunds finds it sent.
    await refunds.hear(scopeOf(actor), refundId, { kind: 'succeeded' });
    return sent;
  }

  return { listWaiting, markSent };
}
