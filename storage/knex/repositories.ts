import type { Repositories, Storage } from '../../core/index.ts';
import { apiKeyRows } from './api-key-rows.ts';
import { alone, type Backend, type Db, within } from './backend.ts';
import { bankAccountRows } from './bank-account-rows.ts';
import { couponRows } from './coupon-rows.ts';
import { customDomainRows } from './custom-domain-rows.ts';
import { depositOrderRows } from './deposit-order-rows.ts';
import { depositRows } from './deposit-rows.ts';
import { deviceRows } from './device-rows.ts';
import { eventRows } from './event-rows.ts';
import { idempotencyRows } from './idempotency-rows.ts';
import { merchantRows } from './merchant-rows.ts';
import { paymentAttemptRows } from './payment-attempt-rows.ts';
import { paymentHistoryRows } from './payment-history-rows.ts';
import { paymentRows } from './payment-rows.ts';
import { refundRows } from './refund-rows.ts';
import { refundTransferRows } from './refund-transfer-rows.ts';
import { riskRows } from './risk-rows.ts';
import { sandboxChargeRows } from './sandbox-charge-rows.ts';
import { sessionRows } from './session-rows.ts';
import { shopRows } from './shop-rows.ts';
import { tallyRows } from './tally-rows.ts';
import { userRows } from './user-rows.ts';
import { webhookDeliveryRows } from './webhook-delivery-rows.ts';
import { webhookEndpointRows } from './webhook-endpoint-rows.ts';
import { workspaceRows } from './workspace-rows.ts';

/** The storage on this way of getting at connections. */
export function storageOn(backend: Backend): Storage {
  return {
    ...repositories(alone(backend)),
    transaction: (work) =>
      backend.unit((session) => work(repositories(within(session))), { rerunStale: true }),
  };
}

function repositories(db: Db): Repositories {
  return {
    merchants: merchantRows(db),
    apiKeys: apiKeyRows(db),
    payments: paymentRows(db),
    paymentHistory: paymentHistoryRows(db),
    paymentAttempts: paymentAttemptRows(db),
    refunds: refundRows(db),
    events: eventRows(db),
    webhookEndpoints: webhookEndpointRows(db),
    webhookDeliveries: webhookDeliveryRows(db),
    idempotency: idempotencyRows(db),
    sandboxCharges: sandboxChargeRows(db),
    users: userRows(db),
    workspaces: workspaceRows(db),
    bankAccounts: bankAccountRows(db),
    devices: deviceRows(db),
    depositOrders: depositOrderRows(db),
    deposits: depositRows(db),
    refundTransfers: refundTransferRows(db),
    shops: shopRows(db),
    sessions: sessionRows(db),
    tallies: tallyRows(db),
    coupons: couponRows(db),
    customDomains: customDomainRows(db),
    risk: riskRows(db),
  };
}
