import type { EventType } from '../events/event.ts';
import type { Mode } from '../kernel/scope.ts';

/** Where a merchant wants to hear of events, and in which family's words. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  /** The API family that renders and signs: a key of the core's webhook formats. */
  readonly family: string;
  /** Hears only of what happens in this workspace; null hears of everything else of its merchant's. */
  readonly workspaceId: number | null;
  /**
   * The shop whose sessions' events it tells, and only those; null for endpoints that merchants have registered. A shop
   * has one for each origin that it tells: `url` is that origin, and each delivery has its own address.
   */
  readonly shopId: string | null;
  readonly url: string;
  readonly events: readonly EventType[];
  /** Sealed by the secret box; empty for a shop's endpoint, which signs with its shop's. */
  readonly sealedSecret: string;
  /** The secret before the last rotation; signs beside the new one until `previousSecretUntil`. */
  readonly sealedPreviousSecret: string | null;
  readonly previousSecretUntil: number | null;
  readonly active: boolean;
  readonly disabledReason: DisabledReason | null;
  /** Since when every delivery has failed; null after a success. */
  readonly failingSince: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** `gone`: the receiver answered 410. `failing`: nothing but failure for five days. */
export type DisabledReason = 'requested' | 'gone' | 'failing';
