import {
  assertTotal,
  type Cart,
  cartOf,
  type ChangeCoupon,
  type Core,
  type CouponCustomer,
  type CouponTrial,
  DomainError,
  type NewCoupon,
  type Scope,
  type SessionCustomer,
  windowBound,
} from '../../../../core/index.ts';
import type { Static } from '../../schema.ts';
import type { changeCoupon, createCoupon, validateCoupon } from './coupon-schemas.ts';
import { given, sessionIdOf } from './requests.ts';
import { customerOf, itemOf } from './session-input.ts';

type Change = Static<typeof changeCoupon>;
type Validate = Static<typeof validateCoupon>;

/** A coupon as its merchant wants it, in our words. */
export function newCouponOf(body: Static<typeof createCoupon>): NewCoupon {
  const { code, type, shop_id: shopId } = body;
  return { code, type, ...given({ shopId }), ...given(couponChangeOf(body)) };
}

/** What is to change of a coupon; what was not said is undefined. */
export function couponChangeOf(body: Change): ChangeCoupon {
  return {
    nameKo: body.name_ko,
    nameEn: body.name_en,
    discountValue: body.discount_value,
    discountKind: body.discount_kind,
    per: body.per,
    currency: body.currency,
    validFrom: moment(body, 'valid_from', 'from'),
    validUntil: moment(body, 'valid_until', 'until'),
    usageLimit: body.usage_limit,
    usageLimitPerCustomer: body.usage_limit_per_customer,
    minimumOrderAmount: body.minimum_order_amount,
    maximumOrderAmount: body.maximum_order_amount,
    maximumDiscountAmount:
      body.maximum_discount_amount === undefined ? body.max_discount_amount : body.maximum_discount_amount,
    productIds: productsOf(body),
    categoryIds: body.category_ids,
    excludedProductIds: body.excluded_product_ids,
    excludedCategoryIds: body.excluded_category_ids,
    excludesSaleItems: body.exclude_sale_items,
    maximumUnits: body.max_units,
    oneUnit: body.one_unit,
    isExclusive: body.individual_use,
    givesUseBack: body.returns_use_on_refund,
    isActive: body.is_active,
  };
}

/** What a code is tried on: the order of a session, or the one that is written out. */
export async function trialOf(core: Core, scope: Scope, body: Validate): Promise<CouponTrial> {
  const code = body.code ?? body.couponCode;
  if (code === undefined)
    throw new DomainError('invalid_request', 'which code?', { field: 'code', rule: 'required' });
  if (body.sessionId === undefined) {
    const shopId = body.shopId ?? (await core.shops.getDefault(scope)).id;
    const customer = body.customer && buyerOf(customerOf(body.customer));
    return { code, cart: writtenCart(body, shopId), customer };
  }
  const { session } = await core.sessions.get(scope, sessionIdOf(body.sessionId));
  const buyer = body.customer ? customerOf(body.customer) : session.customer;
  return { code, cart: cartOf(session), customer: buyerOf(buyer) };
}

/** An order of which nothing but its total is known is one line of no product. */
function writtenCart(body: Validate, shopId: string): Cart {
  const { shippingAmount = 0, taxAmount = 0, discountAmount = 0, totalAmount, currency = 'KRW' } = body;
  const goods = (totalAmount ?? 0) - shippingAmount - taxAmount + discountAmount;
  if (!body.items && (totalAmount === undefined || goods < 0))
    throw new DomainError('invalid_request', 'which order?', {
      field: totalAmount === undefined ? 'items' : 'totalAmount',
      rule: totalAmount === undefined ? 'required' : 'minimum',
      limit: shippingAmount + taxAmount - discountAmount,
    });
  const whole = { name: '', price: goods, quantity: 1 };
  const items = (body.items ?? [whole]).map(itemOf);
  const order = { items, shippingAmount, taxAmount, discountAmount };
  if (totalAmount !== undefined) assertTotal(order, totalAmount);
  return cartOf({ ...order, currency, shopId });
}

function buyerOf({ id = null, email = null, phone = null }: Partial<SessionCustomer>): CouponCustomer {
  return { customerId: id, email, phone };
}

function productsOf({ product_ids: products, applies_to: appliesTo }: Change): string[] | undefined {
  return Array.isArray(appliesTo) ? [...(products ?? []), ...appliesTo] : products;
}

/** A moment that was written, null for no bound, undefined for nothing said. */
function moment(body: Change, field: 'valid_from' | 'valid_until', end: 'from' | 'until') {
  const written = body[field];
  if (typeof written !== 'string') return written;
  const at = windowBound(written, end);
  if (at === null)
    throw new DomainError('invalid_request', 'no such moment', { field, rule: 'format', limit: 'ISO 8601' });
  return at;
}
