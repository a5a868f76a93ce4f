import type { Mode } from '../kernel/scope.ts';

/** `failed` is not tried again unless somebody asks for it. */
export type DeliveryStatus = 'pending' | 'succeeded' | 'failed';

/** One event on its way to one endpoint. The body is rendered once, so that every retry sends the same bytes. */
export interface WebhookDelivery {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly endpointId: string;
  /** Where it goes; null: to the endpoint's own address. */
  readonly url: string | null;
  /** Goes out as `webhook-id`; the same for every try. */
  readonly eventId: string;
  /** In the family's words: `payment.completed`. */
  readonly eventType: string;
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** When it is tried next; null when it is not tried again. Pushed forward while a deliverer has it on lease. */
  readonly dueAt: number | null;
  readonly lastAttemptAt: number | null;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly createdAt: number;
}
