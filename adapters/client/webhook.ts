import type { Payment, Refund } from './payment.ts';

/** What can happen to a payment. */
export type PaymentEventType =
  'payment.created' | 'payment.completed' | 'payment.failed' | 'payment.canceled';

/** What can happen to a refund. */
export type RefundEventType = 'refund.created' | 'refund.completed' | 'refund.failed';

/** What an endpoint can subscribe to. */
export type WebhookEventType = PaymentEventType | RefundEventType;

/**
 * What the server tells an endpoint. The same event may come twice, and an older one after a newer one: remember
 * `id`, and ask for the payment when the order matters.
 */
export type WebhookEvent =
  | EventOf<PaymentEventType, Payment>
  | EventOf<RefundEventType, Refund>
  | EventOf<'webhook.test', { readonly message: string }>;

/** One event: what happened, when, and to what. */
export interface EventOf<Type extends string, Data> {
  readonly id: string;
  readonly type: Type;
  readonly createdAt: string;
  /** As it was at that moment. */
  readonly data: Data;
}

/** Where events are sent to. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly active: boolean;
  /** `gone`: the receiver answered 410. `failing`: nothing but failure for five days. */
  readonly disabledReason: 'requested' | 'gone' | 'failing' | null;
  readonly createdAt: string;
  /** `whsec_…`, for `verifyWebhook`: shown at creation and at rotation only. */
  readonly secret?: string;
}

/** A new endpoint with its secret, which is shown this once. */
export type CreatedWebhook = Webhook & { readonly secret: string };

/** Which events to send where. */
export interface CreateWebhook {
  /** Must be https in live mode, and reachable from the server. */
  readonly url: string;
  readonly events: readonly WebhookEventType[];
}

/** What to change of an endpoint; what is left out stays. */
export interface ChangeWebhook {
  readonly url?: string | undefined;
  readonly events?: readonly WebhookEventType[] | undefined;
  readonly active?: boolean | undefined;
  /** Makes a new secret and shows it; the old one signs beside it for 24 hours. */
  readonly rotateSecret?: boolean | undefined;
}

/** One event on its way to one endpoint. */
export interface Delivery {
  readonly id: string;
  /** Goes out as `webhook-id`. */
  readonly eventId: string;
  readonly eventType: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly attempts: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly createdAt: string;
  readonly lastAttemptAt: string | null;
  readonly nextAttemptAt: string | null;
}

/** Which page of deliveries. */
export interface DeliveryFilter {
  /** How many a page holds, 1 to 100. */
  readonly limit?: number | undefined;
  /** The id of the last delivery of the page before. */
  readonly startingAfter?: string | undefined;
}

/** One page of deliveries, newest first. */
export interface DeliveryPage {
  readonly data: readonly Delivery[];
  readonly hasMore: boolean;
}
