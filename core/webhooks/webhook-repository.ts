import type { EventType } from '../events/event.ts';
import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** The rows of webhook endpoints. */
export interface WebhookEndpointRepository {
  find(scope: Scope, id: string): Promise<WebhookEndpoint | null>;
  insert(endpoint: WebhookEndpoint): Promise<void>;
  /** Refuses a stale version. */
  update(was: WebhookEndpoint, now: WebhookEndpoint): Promise<WebhookEndpoint>;
  /** Removes the endpoint and its deliveries. False when there was none. */
  remove(scope: Scope, id: string): Promise<boolean>;
  /** Oldest first, of one family. */
  list(scope: Scope, family: string): Promise<WebhookEndpoint[]>;
  /** Adds a shop's endpoint, unless the shop has one for this origin. */
  insertMissing(endpoint: WebhookEndpoint): Promise<void>;
  /** That of a shop for this origin. */
  findOfShop(scope: Scope, shopId: string, origin: string): Promise<WebhookEndpoint | null>;
  /** Active endpoints of any family that want this type. */
  listSubscribed(scope: Scope, type: EventType): Promise<WebhookEndpoint[]>;
}

/** How much a deliverer may take up. */
export interface DeliveryRoom {
  readonly limit: number;
  readonly perEndpoint: number;
  /** Deliveries that this process has under way, per endpoint; they count against `perEndpoint`. */
  readonly busy: ReadonlyMap<string, number>;
}

/** The rows of deliveries; unique per endpoint and event. */
export interface WebhookDeliveryRepository {
  find(scope: Scope, endpointId: string, id: string): Promise<WebhookDelivery | null>;
  /** Does nothing for an event that this endpoint has already. */
  insert(deliveries: readonly WebhookDelivery[]): Promise<void>;
  /** Saves `now` only while the stored row has the due time and tries of `was`: else somebody else has it. */
  update(was: WebhookDelivery, now: WebhookDelivery): Promise<boolean>;
  /** Newest first. */
  list(scope: Scope, endpointId: string, cursor: Cursor): Promise<Page<WebhookDelivery>>;
  /**
   * Due deliveries of active endpoints, from every endpoint in turn, so that a backlog at one does not hold up
   * the others. Across all scopes.
   */
  listDue(now: number, room: DeliveryRoom): Promise<WebhookDelivery[]>;
  /** Leases due deliveries to the caller; answers those that nobody else has taken meanwhile. */
  claim(due: readonly WebhookDelivery[], lease: DeliveryLease): Promise<WebhookDelivery[]>;
}

/** Who may send a delivery, and until when nobody else may. */
export interface DeliveryLease {
  /** Unique to this claim. */
  readonly token: string;
  readonly now: number;
  readonly until: number;
}
