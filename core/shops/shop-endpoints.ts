import type { Clock, Random } from '../ports.ts';
import type { Repositories } from '../storage.ts';
import { newEndpoint } from '../webhooks/webhook-rules.ts';
import type { Shop } from './shop.ts';

/** The family whose words shops hear: the name of its webhook format. */
export const CHECKOUT_FAMILY = 'korea-checkout';

/** What it takes to make an endpoint. */
export interface EndpointPorts {
  readonly clock: Clock;
  readonly random: Random;
}

/** `https://shop.example`: what a shop's endpoints are told apart by. */
export function webhookOrigin(url: string): string {
  return new URL(url).origin;
}

/**
 * Makes sure that the shop has an endpoint for where this URL leads, and that it is on: whoever names a place again
 * wants to hear there, whatever became of earlier deliveries.
 */
export async function ensureEndpoint(
  tx: Repositories,
  { clock, random }: EndpointPorts,
  shop: Shop,
  url: string,
): Promise<void> {
  const origin = webhookOrigin(url);
  const now = clock.now();
  const made = {
    id: random.id('wh'),
    family: CHECKOUT_FAMILY,
    workspaceId: null,
    shopId: shop.id,
    url: origin,
    // What it tells follows from the session, not from a subscription.
    events: [],
    // Its shop's: one secret for all that a shop tells.
    sealedSecret: '',
  };
  await tx.webhookEndpoints.insertMissing(newEndpoint(shop, made, now));
  const known = await tx.webhookEndpoints.findOfShop(shop, shop.id, origin);
  if (!known || known.active) return;
  const active = { active: true, disabledReason: null, failingSince: null, updatedAt: now };
  await tx.webhookEndpoints.update(known, { ...known, ...active });
}
