import { DomainError } from '../kernel/errors.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import type { HearingPorts } from '../payments/hear-outcome.ts';
import type { Storage } from '../storage.ts';
import { assertPending } from './deposit-order-rules.ts';
import { newDeposit } from './new-deposit.ts';
import { recordDeposit, recordMatch } from './record-match.ts';

/** As if the transfer that an attempt waits for had arrived on the merchant's account. In test mode only. */
export function testTransfer(storage: Storage, ports: HearingPorts) {
  return async (scope: Scope, attemptId: string): Promise<void> => {
    await storage.transaction(async (tx) => {
      const order = await tx.depositOrders.findByAttempt(attemptId);
      const isTheirs = order?.merchantId === scope.merchantId && order.mode === scope.mode;
      if (!order || !isTheirs || scope.mode !== 'test' || order.bankAccountId === null)
        throw new DomainError('not_found', 'no transfer is waited for', { id: attemptId });
      await tx.workspaces.lock(scope, order.workspaceId);
      const now = ports.clock.now();
      assertPending(order, now);
      const deposit = await recordDeposit(
        tx,
        ports,
        newDeposit({
          ...scopeOf(order),
          workspaceId: order.workspaceId,
          bankAccountId: order.bankAccountId,
          amount: order.amount,
          depositorName: order.depositorName,
          depositedAt: now,
          source: 'manual',
          createdAt: now,
        }),
      );
      await recordMatch(tx, ports, { deposit, order }, 'order_code');
    });
  };
}
