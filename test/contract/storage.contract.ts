import { suite, type Test } from '../support/suite.ts';
import type { WithStorage } from '../support/storage.ts';
import { accountsContract } from './accounts.contract.ts';
import { checkoutContract } from './checkout.contract.ts';
import { couponsContract } from './coupons.contract.ts';
import { depositListsContract } from './deposit-lists.contract.ts';
import { depositOrdersContract } from './deposit-orders.contract.ts';
import { depositsContract } from './deposits.contract.ts';
import { domainsContract } from './domains.contract.ts';
import { identityContract } from './identity.contract.ts';
import { idempotencyContract } from './idempotency.contract.ts';
import { listContract } from './list.contract.ts';
import { moneyContract } from './money.contract.ts';
import { riskContract } from './risk.contract.ts';
import { transactionContract } from './transaction.contract.ts';
import { webhookContract } from './webhook.contract.ts';
import { workspacesContract } from './workspaces.contract.ts';

/** One part of what a storage promises. */
export type Contract = (test: Test, withStorage: WithStorage) => void;

/** All that core relies on. A backend is done when it passes. */
export function storageContract(backend: string, withStorage: WithStorage): void {
  const parts: Record<string, Contract> = {
    identity: identityContract,
    money: moneyContract,
    lists: listContract,
    webhooks: webhookContract,
    idempotency: idempotencyContract,
    transactions: transactionContract,
    workspaces: workspacesContract,
    accounts: accountsContract,
    'deposit orders': depositOrdersContract,
    deposits: depositsContract,
    'deposit lists': depositListsContract,
    coupons: couponsContract,
    checkout: checkoutContract,
    'custom domains': domainsContract,
    risk: riskContract,
  };
  for (const [part, declare] of Object.entries(parts))
    suite(`${backend}: ${part}`, (test) => declare(test, withStorage));
}
