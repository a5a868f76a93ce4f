import { createAuthService, type AuthService } from './auth/auth-service.ts';
import { createPayService } from './checkout/pay-service.ts';
import { createSessionCouponService } from './checkout/session-coupon-service.ts';
import { createSessionService } from './checkout/session-service.ts';
import { createCouponService } from './coupons/coupon-service.ts';
import { createDepositOrderService, type DepositOrderService } from './deposits/deposit-order-service.ts';
import { createDepositService, type DepositService } from './deposits/deposit-service.ts';
import { createMessageService } from './deposits/message-service.ts';
import { ownAccountGateway } from './deposits/own-account-gateway.ts';
import { createRefundTransferService } from './deposits/refund-transfer-service.ts';
import { createStatementService } from './deposits/statement-service.ts';
import { testTransfer } from './deposits/test-transfer.ts';
import { createCustomDomainService, type CustomDomainService } from './domains/custom-domain-service.ts';
import type { DomainNames } from './domains/domain-names.ts';
import { createIdempotencyService, type IdempotencyService } from './idempotency/idempotency-service.ts';
import { DomainError } from './kernel/errors.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { createReconcile } from './jobs/reconcile.ts';
import type { Gateway } from './payments/gateway.ts';
import { createPaymentService, type PaymentService } from './payments/payment-service.ts';
import type { Clock, Log, Random, SecretBox, TokenSigner, WebhookFormats, WebhookSender } from './ports.ts';
import { memoryRateLimits, type RateLimitRepository } from './rate-limits/rate-limit-repository.ts';
import { createRefundService, type RefundService } from './refunds/refund-service.ts';
import type { DisposableEmails } from './risk/risk.ts';
import { createRiskService, type RiskService } from './risk/risk-service.ts';
import { createShopAnalytics } from './shops/shop-analytics.ts';
import { createShopService } from './shops/shop-service.ts';
import type { Storage } from './storage.ts';
import { createWebhookService, type WebhookService } from './webhooks/webhook-service.ts';
import { createBankAccountService } from './workspaces/bank-account-service.ts';
import { createDeviceService, type DeviceService } from './workspaces/device-service.ts';
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
  /** For custom domains; without it no host is one. */
  readonly domainNames?: DomainNames;
  /** The hosts by which this server is reached itself; no shop may have one of them. */
  readonly ownHosts?: readonly string[];
  /** For the fraud rules; without it no address is disposable. */
  readonly disposableEmails?: DisposableEmails;
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

/** For a core without custom domains. */
const NO_NAMES: DomainNames = { split: () => null, txt: async () => null, pointsHere: async () => null };

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

export type Core = ReturnType<typeof createCore>;

/** The whole domain, without any HTTP. Nothing runs by itself: call `jobs.runDue()` every now and then. */
export function createCore(given: CorePorts) {
  const ports = portsOf(given);
  const payments = createPaymentService(ports);
  const refunds = createRefundService(ports);
  const webhooks = createWebhookService(ports);
  const main = {
    auth: createAuthService(ports),
    idempotency: createIdempotencyService(ports),
    payments,
    refunds,
    webhooks,
    ...transfersOf({ ...ports, payments, refunds, webhooks }),
    ...checkoutOf({ ...ports, payments, refunds, webhooks }),
  };
  return { ...main, jobs: jobsOf(ports, main), rateLimits: ports.rateLimits, clock: given.clock };
}

type Ports = ReturnType<typeof portsOf>;

/** The ports, and the services that others stand on. */
type Base = Ports & {
  readonly payments: PaymentService;
  readonly refunds: RefundService;
  readonly webhooks: WebhookService;
};

/** With a plain stand-in for everything that may be left out. */
function portsOf(given: CorePorts) {
  return {
    ...given,
    log: given.log ?? SILENT,
    formats: given.webhookFormats ?? {},
    rateLimits: given.rateLimits ?? memoryRateLimits(),
    tokens: given.tokens ?? NO_TOKENS,
    names: given.domainNames ?? NO_NAMES,
    ownHosts: given.ownHosts ?? [],
    disposableEmails: given.disposableEmails ?? { isDisposable: () => false },
    gateways: [ownAccountGateway(given), ...given.gateways],
  };
}

/** Transfers to the merchant's own accounts: people, workspaces, orders, deposits. */
function transfersOf(ports: Base) {
  const devices = createDeviceService(ports);
  return {
    users: createUserService(ports),
    workspaces: createWorkspaceService(ports),
    bankAccounts: createBankAccountService(ports),
    devices,
    depositOrders: createDepositOrderService(ports),
    deposits: createDepositService(ports),
    messages: createMessageService({ ...ports, devices }),
    refundTransfers: createRefundTransferService(ports),
    statements: createStatementService(ports),
    testTransfer: testTransfer(ports.storage, ports),
  };
}

/** Shops and their sessions. */
function checkoutOf(ports: Base) {
  const shops = createShopService(ports);
  const risk = createRiskService(ports);
  return {
    shops,
    shopAnalytics: createShopAnalytics(ports),
    coupons: createCouponService(ports),
    sessions: createSessionService({ ...ports, shops }),
    sessionCoupons: createSessionCouponService(ports),
    pay: createPayService({ ...ports, risk }),
    risk,
    customDomains: createCustomDomainService(ports),
  };
}

/** Whose rows come due. */
interface Busy extends Pick<Base, 'payments' | 'refunds' | 'webhooks'> {
  readonly auth: AuthService;
  readonly idempotency: IdempotencyService;
  readonly depositOrders: DepositOrderService;
  readonly deposits: DepositService;
  readonly devices: DeviceService;
  readonly customDomains: CustomDomainService;
  readonly risk: RiskService;
}

function jobsOf(ports: Ports, core: Busy): Jobs {
  const reconcile = createReconcile({ ...ports, payments: core.payments, refunds: core.refunds });
  return createJobs(
    [
      { name: 'dispatch events', run: core.webhooks.dispatch },
      { name: 'deliver webhooks', run: core.webhooks.deliverDue },
      { name: 'expire payments', run: reconcile.expirePayments },
      { name: 'check attempts', run: reconcile.checkAttempts },
      { name: 'check refunds', run: reconcile.checkRefunds },
      { name: 'expire deposit orders', run: core.depositOrders.expireDue },
      { name: 'notice silent phones', run: core.devices.noticeSilence },
      { name: 'check domains', run: core.customDomains.checkDue },
      { name: 'forget messages', run: core.deposits.purgeTexts, everyMs: 60_000 },
      { name: 'forget risk signals', run: core.risk.purgeSignals, everyMs: 60_000 },
      { name: 'note key use', run: core.auth.flushLastUsed },
      { name: 'forget idempotency keys', run: core.idempotency.sweep, everyMs: 60_000 },
    ],
    ports,
  );
}
