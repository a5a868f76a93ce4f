// The Node client of the LifeOS API: npm entry point "korea-checkout/client".
export type { CallOptions, Waiting, WriteOptions } from './call.ts';
export { createClient, type Client, type ClientOptions, type Payments, type Webhooks } from './client.ts';
export { KoreaCheckoutError, type Language } from './client-error.ts';
export type { Paged } from './paged.ts';
export type * from './payment.ts';
export {
  type ReturnRefusal,
  type ReturnResult,
  ReturnVerificationError,
  verifyReturn,
  type VerifyReturnOptions,
} from './verify-return.ts';
export {
  type CheckoutWebhookEvent,
  verifyCheckoutWebhook,
  verifyWebhook,
  type VerifyWebhookOptions,
  type WebhookHeaders,
  type WebhookRefusal,
  WebhookVerificationError,
} from './verify-webhook.ts';
export type * from './webhook.ts';
