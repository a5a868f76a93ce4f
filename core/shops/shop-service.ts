import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError, isRefusal } from '../kernel/errors.ts';
import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Clock, Random, SecretBox, WebhookSender } from '../ports.ts';
import { riskPolicyFault } from '../risk/risk-rules.ts';
import type { Repositories, Storage } from '../storage.ts';
import { assertEndpointUrl, SECRET_OVERLAP_MS } from '../webhooks/webhook-rules.ts';
import type { Shop } from './shop.ts';
import { ensureEndpoint } from './shop-endpoints.ts';
import {
  checkedMethods,
  DEFAULT_METHODS,
  NO_BUSINESS,
  PLAIN_THEME,
  themeFault,
  verifyBusiness,
} from './shop-rules.ts';

/** What the service needs from outside. */
export interface ShopPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
  readonly sender: WebhookSender;
}

/** What a merchant may say of a shop; what is left out stays, or is as it is for new shops. */
export type ShopChange = Partial<
  Omit<
    Shop,
    | 'id'
    | 'merchantId'
    | 'mode'
    | 'isBusinessVerified'
    | 'sealedWebhookSecret'
    | 'sealedPreviousSecret'
    | 'previousSecretUntil'
    | 'isDefault'
    | 'createdAt'
    | 'updatedAt'
    | 'version'
  >
>;

/** A shop, and its webhook secret when it has just been made: it is shown this once. */
export interface ShopWithSecret {
  readonly shop: Shop;
  readonly secret: string | null;
}

export type ShopService = ReturnType<typeof createShopService>;

/** The shops of a merchant: who sells, what they offer, how their page looks and where their webhooks go. */
export function createShopService(ports: ShopPorts) {
  const { storage, clock, random, secretBox, sender } = ports;

  async function create(
    scope: Scope,
    input: ShopChange & { readonly name: string },
    once: Once<ShopWithSecret> = UNKEYED,
  ): Promise<ShopWithSecret> {
    const secret = random.secret('whsec_', 'base64');
    const wanted = checked({ ...blank(scope, secret), ...input }, null);
    await assertCallable(wanted);
    const unit = () =>
      storage.transaction(async (tx) => {
        const shop = { ...wanted, isDefault: (await tx.shops.findDefault(scope)) === null };
        await tx.shops.insert(shop);
        if (shop.webhookUrl !== null) await ensureEndpoint(tx, ports, shop, shop.webhookUrl);
        await once.finish(tx, shop.id, { shop, secret });
        return { shop, secret };
      });
    // Of several first shops at once one is the default.
    return unit().catch((error: unknown) => {
      if (!isRefusal(error, 'already_exists')) throw error;
      return unit();
    });
  }

  /** The shop that takes sessions which name none: it is made, under the merchant's name, by the first of them. */
  async function getDefault(scope: Scope): Promise<Shop> {
    const known = await storage.shops.findDefault(scope);
    if (known) return known;
    const merchant = await storage.merchants.find(scope.merchantId);
    const secret = random.secret('whsec_', 'base64');
    const shop = { ...blank(scope, secret), name: merchant?.name ?? scope.merchantId, isDefault: true };
    try {
      await storage.transaction((tx) => tx.shops.insert(shop));
      return shop;
    } catch (error) {
      // Another request was faster.
      const made = isRefusal(error, 'already_exists') ? await storage.shops.findDefault(scope) : null;
      if (!made) throw error;
      return made;
    }
  }

  /** `not_found` for every id that is not a shop of this merchant in this mode. */
  const get = (scope: Scope, id: string): Promise<Shop> => findShop(storage, scope, id);

  /** Newest first. */
  const list = (scope: Scope, cursor: Cursor): Promise<Page<Shop>> => storage.shops.list(scope, cursor);

  /** A function is given the shop as it is in the unit of work, so that two changes of parts of one field lose neither. */
  async function change(
    scope: Scope,
    id: string,
    input: ShopChange | ((was: Shop) => ShopChange),
  ): Promise<Shop> {
    const changed = (was: Shop): ShopChange => (typeof input === 'function' ? input(was) : input);
    const seen = await get(scope, id);
    const wanted = checked({ ...seen, ...changed(seen) }, seen);
    if (wanted.webhookUrl !== seen.webhookUrl) await assertCallable(wanted);
    return storage.transaction(async (tx) => {
      const was = await findShop(tx, scope, id);
      const now = checked({ ...was, ...changed(was), updatedAt: clock.now() }, was);
      if (now.webhookUrl !== null) await ensureEndpoint(tx, ports, now, now.webhookUrl);
      return tx.shops.update(was, now);
    });
  }

  /** A new secret; for a day webhooks are signed with the old one as well, as Standard Webhooks says. */
  async function rotateSecret(scope: Scope, id: string): Promise<{ shop: Shop; secret: string }> {
    const secret = random.secret('whsec_', 'base64');
    const sealedWebhookSecret = secretBox.seal(secret);
    return storage.transaction(async (tx) => {
      const was = await findShop(tx, scope, id);
      const now = clock.now();
      const older = {
        sealedPreviousSecret: was.sealedWebhookSecret,
        previousSecretUntil: now + SECRET_OVERLAP_MS,
      };
      const shop = await tx.shops.update(was, { ...was, ...older, sealedWebhookSecret, updatedAt: now });
      return { shop, secret };
    });
  }

  function blank(scope: Scope, secret: string): Shop {
    const now = clock.now();
    return {
      id: random.id('shop'),
      merchantId: scope.merchantId,
      mode: scope.mode,
      name: '',
      description: null,
      website: null,
      status: 'active',
      business: NO_BUSINESS,
      isBusinessVerified: false,
      contactEmail: null,
      contactPhone: null,
      currency: 'KRW',
      timezone: 'Asia/Seoul',
      language: 'ko',
      paymentMethods: DEFAULT_METHODS,
      theme: PLAIN_THEME,
      termsUrl: null,
      privacyUrl: null,
      notificationEmail: null,
      autoRefund: false,
      paymentTimeoutMs: null,
      riskPolicy: null,
      webhookUrl: null,
      sealedWebhookSecret: secretBox.seal(secret),
      sealedPreviousSecret: null,
      previousSecretUntil: null,
      isDefault: false,
      createdAt: now,
      updatedAt: now,
      version: 1,
    };
  }

  async function assertCallable({ webhookUrl, mode }: Shop): Promise<void> {
    if (webhookUrl !== null) await assertReceiver(sender, webhookUrl, mode, 'settings.webhook_url');
  }

  return { create, getDefault, get, list, change, rotateSecret };
}

/** Refuses an address that webhooks cannot go to: none, a private one, or plain http in live mode. */
export async function assertReceiver(
  sender: WebhookSender,
  url: string,
  mode: Shop['mode'],
  field: string,
): Promise<void> {
  assertEndpointUrl(url, mode, field);
  const refusal = await sender.refusal(url);
  if (refusal) throw new DomainError('webhook_url_refused', refusal, { field });
}

/** What can be checked without asking anybody. A number that was taken in before may stay. */
function checked(shop: Shop, was: Shop | null): Shop {
  const theme = themeFault(shop.theme);
  const risk = shop.riskPolicy && riskPolicyFault(shop.riskPolicy);
  const field = theme ?? risk?.field ?? null;
  if (field !== null)
    throw new DomainError('invalid_request', `${field} is not valid`, { field, rule: 'value' });
  const isSame = was !== null && was.business.businessNumber === shop.business.businessNumber;
  const isBusinessVerified = isSame ? was.isBusinessVerified : verifyBusiness(shop.business, shop.mode);
  return { ...shop, paymentMethods: checkedMethods(shop.paymentMethods), isBusinessVerified };
}

/** `not_found` for every id that is not a shop of this merchant in this mode. */
export async function findShop(from: Repositories, scope: Scope, id: string): Promise<Shop> {
  const shop = await from.shops.find(scope, id);
  if (!shop) throw new DomainError('not_found', 'no such shop', { id });
  return shop;
}
