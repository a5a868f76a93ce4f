import type { SessionRepository } from './checkout/session-repository.ts';
import type { ApiKeyRepository, MerchantRepository } from './auth/api-key-repository.ts';
import type { CouponRepository } from './coupons/coupon-repository.ts';
import type {
  DepositOrderRepository,
  DepositRepository,
  RefundTransferRepository,
} from './deposits/deposit-repository.ts';
import type { CustomDomainRepository } from './domains/custom-domain.ts';
import type { EventRepository } from './events/event-repository.ts';
import type { IdempotencyRepository } from './idempotency/idempotency-repository.ts';
import type {
  PaymentAttemptRepository,
  PaymentHistoryRepository,
  PaymentRepository,
} from './payments/payment-repository.ts';
import type { RefundRepository } from './refunds/refund-repository.ts';
import type { RiskRepository } from './risk/risk-repository.ts';
import type { SandboxChargeRepository } from './sandbox/sandbox-charge.ts';
import type { ShopRepository } from './shops/shop-repository.ts';
import type { TallyRepository } from './tallies/tally.ts';
import type { WebhookDeliveryRepository, WebhookEndpointRepository } from './webhooks/webhook-repository.ts';
import type {
  BankAccountRepository,
  DeviceRepository,
  UserRepository,
  WorkspaceRepository,
} from './workspaces/workspace-repository.ts';

/** All rows, by what they are. */
export interface Repositories {
  readonly merchants: MerchantRepository;
  readonly apiKeys: ApiKeyRepository;
  readonly payments: PaymentRepository;
  readonly paymentHistory: PaymentHistoryRepository;
  readonly paymentAttempts: PaymentAttemptRepository;
  readonly refunds: RefundRepository;
  readonly events: EventRepository;
  readonly webhookEndpoints: WebhookEndpointRepository;
  readonly webhookDeliveries: WebhookDeliveryRepository;
  readonly idempotency: IdempotencyRepository;
  readonly sandboxCharges: SandboxChargeRepository;
  readonly users: UserRepository;
  readonly workspaces: WorkspaceRepository;
  readonly bankAccounts: BankAccountRepository;
  readonly devices: DeviceRepository;
  readonly depositOrders: DepositOrderRepository;
  readonly deposits: DepositRepository;
  readonly refundTransfers: RefundTransferRepository;
  readonly shops: ShopRepository;
  readonly sessions: SessionRepository;
  readonly tallies: TallyRepository;
  readonly coupons: CouponRepository;
  readonly customDomains: CustomDomainRepository;
  readonly risk: RiskRepository;
}

/** Rows and the unit of work. Failures of the database come out as `storage_unavailable`. */
export interface Storage extends Repositories {
  /**
   * Runs `work` whole or not at all; what it answers is durable once the promise resolves. It may run more than
   * once (a busy database, a stale version), so it must have no other effect than through `tx`.
   */
  transaction<T>(work: (tx: Repositories) => Promise<T>): Promise<T>;
}
