import {
  type CheckoutSession,
  DomainError,
  type NewSession,
  NOBODY,
  type SessionChange,
  type SessionCustomer,
  type SessionItem,
  type ShippingAddress,
} from '../../../../core/index.ts';
import type { Static } from '../../schema.ts';
import { parseIso } from '../../times.ts';
import { given } from './requests.ts';
import type { changeSession, createSession } from './session-schemas.ts';

type Create = Static<typeof createSession>;
type Change = Static<typeof changeSession>;
type Item = Create['items'][number];
type Customer = NonNullable<Create['customer']>;
type Metadata = Readonly<Record<string, unknown>>;

/** As JSON; what a webhook must carry. */
const METADATA_MAX = 16_384;

/** What is asked of a new session, in our words; `now` in epoch milliseconds. */
export function newSessionOf(body: Create, now: number): NewSession {
  const shippingAddress = addressOf(body.shippingAddress);
  const shippingAmount = body.shippingAmount ?? 0;
  return {
    shopId: body.shopId ?? null,
    platform: body.platform ?? 'custom',
    platformOrderId: body.platformOrderId,
    currency: body.currency,
    items: body.items.map(itemOf),
    shippingAmount,
    taxAmount: body.taxAmount ?? 0,
    discountAmount: body.discountAmount ?? 0,
    totalAmount: body.totalAmount,
    customer: { ...NOBODY, ...customerOf(body.customer ?? {}) },
    shippingAddress,
    needsShipping: needsShipping(body) ?? (shippingAddress !== null || shippingAmount > 0),
    returnUrl: body.returnUrl || null,
    cancelUrl: body.cancelUrl || null,
    webhookUrl: body.webhookUrl || null,
    metadata: checkedMetadata(body.metadata ?? {}),
    language: body.language ?? null,
    expiresAt: expiryOf(body, now),
  };
}

/** What is to change of a session: customer and metadata are merged with what there is. */
export function sessionChangeOf(body: Change, was: CheckoutSession): SessionChange {
  const { shippingAmount, taxAmount, discountAmount, totalAmount, language } = body;
  return given({
    items: body.items?.map(itemOf),
    shippingAmount,
    taxAmount,
    discountAmount,
    totalAmount,
    customer: body.customer && { ...was.customer, ...customerOf(body.customer) },
    metadata: body.metadata === undefined ? undefined : merged(was.metadata, body.metadata),
    shippingAddress: body.shippingAddress === undefined ? undefined : addressOf(body.shippingAddress),
    needsShipping: needsShipping(body),
    returnUrl: body.returnUrl === undefined ? undefined : body.returnUrl || null,
    cancelUrl: body.cancelUrl === undefined ? undefined : body.cancelUrl || null,
    language,
  });
}

/** One line without what turns letters around or cannot be seen: a receipt must say what was meant. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
}

/** The line of a cart or an order. */
export function itemOf(item: Item): SessionItem {
  return {
    name: plain(item.name),
    unitPrice: item.price,
    quantity: item.quantity,
    description: plain(item.description ?? '') || null,
    imageUrl: item.imageUrl || null,
    productId: item.productId ?? null,
    parentId: item.variantOf ?? item.parentId ?? null,
    categoryIds: item.categoryIds ?? [],
    isOnSale: item.onSale ?? false,
    isTaxFree: item.taxFree ?? false,
  };
}

/** What is said of a customer; an empty text says that it is not known. */
export function customerOf(customer: Customer): Partial<SessionCustomer> {
  const { id, name, email, phone, country } = customer;
  const said = { id, name, email, phone, country: country?.toUpperCase() };
  return Object.fromEntries(
    Object.entries(said)
      .filter(([key]) => key in customer)
      .map(([key, value]) => [key, plain(value ?? '') || null]),
  );
}

function addressOf(address: Create['shippingAddress']): ShippingAddress | null {
  return address ? { ...address, detail: address.detail ?? '' } : null;
}

function needsShipping({ needsShipping: needs, requiresShipping }: Change): boolean | undefined {
  return needs ?? requiresShipping;
}

/** A key that is null goes; null for all takes everything away. */
function merged(was: Metadata, change: Metadata | null): Metadata {
  if (change === null) return {};
  const all = Object.entries({ ...was, ...change });
  return checkedMetadata(Object.fromEntries(all.filter(([, value]) => value !== null)));
}

function checkedMetadata(metadata: Metadata): Metadata {
  if (Object.keys(metadata).length > 50)
    throw new DomainError('invalid_request', 'too much metadata', {
      field: 'metadata',
      rule: 'maxProperties',
      limit: 50,
    });
  if (JSON.stringify(metadata).length > METADATA_MAX)
    throw new DomainError('invalid_request', 'too much metadata', {
      field: 'metadata',
      rule: 'maxLength',
      limit: METADATA_MAX,
    });
  return metadata;
}

function expiryOf({ expiresIn, expiresAt }: Create, now: number): number | null {
  if (expiresAt !== undefined) return parseIso(expiresAt);
  return expiresIn === undefined ? null : now + expiresIn * 1000;
}
