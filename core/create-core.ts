import { createAuthService } from './auth/auth-service.ts';
import { createDepositOrderService } from './deposits/deposit-order-service.ts';
import { createDepositService } from './deposits/deposit-service.ts';
import { createMessageService } from './deposits/message-service.ts';
import { ownAccountGateway } from './deposits/own-account-gateway.ts';
import { createRefundTransferService } from './deposits/refund-transfer-service.ts';
import { createStatementService } from './deposits/statement-service.ts';
import { testTransfer } from './deposits/test-transfer.ts';
import { createIdempotencyService } from './idempotency/idempotency-service.ts';
import { DomainError } from './kernel/errors.ts';
import { createJobs } from './jobs/jobs.ts';
import { createReconcile } from './jobs/reconcile.ts';
import type { Gateway } from './payments/gateway.ts';
import { createPaymentService } from './payments/payment-service.ts';
import type { Clock, Log, Random, SecretBox, TokenSigner, WebhookFormats, WebhookSender } from './ports.ts';
import { memoryRateLimits, type RateLimitRepository } from './rate-limits/rate-limit-repository.ts';
import { createRefundService } from './refunds/refund-service.ts';
import type { Storage } from './storage.ts';
import { createWebhookService } from './webhooks/webhook-service.ts';
import { createBankAccountService } from './workspaces/bank-account-service.ts';
import { createDeviceService } from './workspaces/device-service.ts';
import { createUserService } from './workspaces/user-service.ts';
import { createWorkspaceService } from './workspaces/workspace-service.ts';

/** Everything that core needs from outside. `korea-checkout/adapters` has one of each. */
export interface CorePorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
  readonly sender: WebhookSender;
  /**
   * In order of preference: the first one that carries a payment gets it. The merchant's own bank account, if there is
   * one, comes before all of them.
   */
  readonly gateways: readonly Gateway[];
  /** For people who sign in; without it nobody can. */
  readonly tokens?: TokenSigner;
  /** The API families that tell events; none is needed to take payments. */
  readonly webhookFormats?: WebhookFormats;
  /** Shared by several processes when the database is a server; this process's own when left out. */
  readonly rateLimits?: RateLimitRepository | null;
  readonly log?: Log;
}

/** For a core in which nobody signs in. */
const NO_TOKENS: TokenSigner = {
  sign: async () => {
    throw new TypeError('this core was made without a token signer');
  },
  read: async () => {
    throw new DomainError('invalid_token', 'nobody signs in here');
  },
};

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

export type Core = ReturnType<typeof createCore>;

/** The whole domain, without any HTTP. Nothing runs by itself: call `jobs.runDue()` every now and then. */
export function createCore(given: CorePorts) {
  const ports = {
    ...given,
    log: given.log ?? SILENT,
    formats: given.webhookFormats ?? {},
    rateLimits: given.rateLimits ?? memoryRateLimits(),
    tokens: given.tokens ?? NO_TOKENS,
    gateways: [ownAccountGateway(given), ...given.gateways],
  };
  const auth = createAuthService(ports);
  const idempotency = createIdempotencyService(ports);
  const payments = createPaymentService(ports);
  const refunds = createRefundService(ports);
  const webhooks = createWebhookService(ports);
  const users = createUserService(ports);
  const workspaces = createWorkspaceService({ ...ports, webhooks });
  const bankAccounts = createBankAccountService(ports);
  const devices = createDeviceService(ports);
  const depositOrders = createDepositOrderService({ ...ports, payments });
  const deposits = createDepositService(ports);
  const messages = createMessageService({ ...ports, devices });
  const statements = createStatementService(ports);
  const refundTransfers = createRefundTransferService({ ...ports, refunds });
  const reconcile = createReconcile({ ...ports, payments, refunds });
  const jobs = createJobs(
    [
      { name: 'dispatch events', run: webhooks.dispatch },
      { name: 'deliver webhooks', run: webhooks.deliverDue },
      { name: 'expire payments', run: reconcile.expirePayments },
      { name: 'check attempts', run: reconcile.checkAttempts },
      { name: 'check refunds', run: reconcile.checkRefunds },
      { name: 'expire deposit orders', run: depositOrders.expireDue },
      { name: 'notice silent phones', run: devices.noticeSilence },
      { name: 'forget messages', run: deposits.purgeTexts, everyMs: 60_000 },
      { name: 'note key use', run: auth.flushLastUsed },
      { name: 'forget idempotency keys', run: idempotency.sweep, everyMs: 60_000 },
    ],
    ports,
  );
  return {
    auth,
    payments,
    refunds,
    webhooks,
    users,
    workspaces,
    bankAccounts,
    devices,
    depositOrders,
    deposits,
    messages,
    refundTransfers,
    statements,
    testTransfer: testTransfer(given.storage, ports),
    idempotency,
    rateLimits: ports.rateLimits,
    jobs,
    clock: given.clock,
  };
}
