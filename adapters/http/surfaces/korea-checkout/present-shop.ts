import { isIP } from 'node:net';
import {
  CHALLENGE_LABEL,
  type CustomDomain,
  type Page,
  type RiskPolicy,
  type Shop,
  type ShopTheme,
} from '../../../../core/index.ts';
import type { View } from '../../route.ts';
import type { Static } from '../../schema.ts';
import { isoUtc } from '../../times.ts';
import { given } from './requests.ts';
import type { shopData } from './shop-schemas.ts';

/** A shop, its custom domain if it has one, and its webhook secret when it has just been made. */
export interface ShownShop {
  readonly shop: Shop;
  readonly domain: CustomDomain | null;
  readonly secret: string | null;
}

type ShopData = Static<typeof shopData>;

/** In the order of the document's examples, then ours. */
export function shopBody({ shop, domain, secret }: ShownShop): ShopData {
  return {
    id: shop.id,
    name: shop.name,
    status: shop.status,
    business_info: businessOf(shop),
    payment_methods: [...shop.paymentMethods],
    custom_domain: domain?.host ?? null,
    domain_verification_status: domain?.verificationStatus ?? null,
    domain_configuration_status: domain?.configurationStatus ?? null,
    created_at: isoUtc(shop.createdAt),
    description: shop.description,
    website: shop.website,
    is_default: shop.isDefault,
    contact: { email: shop.contactEmail, phone: shop.contactPhone },
    settings: settingsOf(shop),
    theme: themeOf(shop.theme),
    terms_url: shop.termsUrl,
    privacy_url: shop.privacyUrl,
    risk_policy: shop.riskPolicy && policyOf(shop.riskPolicy),
    updated_at: isoUtc(shop.updatedAt),
    ...(secret === null ? {} : { webhook_secret: secret }),
  };
}

export function shopsBody({ items, hasMore }: Page<ShownShop>) {
  return { success: true, data: items.map(shopBody), has_more: hasMore } as const;
}

export function secretBody({ secret }: { readonly secret: string | null }) {
  return { success: true, webhook_secret: secret ?? '' } as const;
}

/** A shop's domain and what must stand in DNS for it; null: it has none. */
export function domainBody(found: CustomDomain | null, { publicUrl }: View) {
  if (!found) return { success: true, domain: null, verification_records: [] } as const;
  const sub = found.challengeName.slice(CHALLENGE_LABEL.length + 1);
  return {
    success: true,
    domain: found.host,
    verification_records: [{ type: 'TXT', name: found.challengeName, value: found.challengeValue }],
    dns_records: [{ ...leadingTo(new URL(publicUrl).hostname), name: sub }],
    domain_verification_status: found.verificationStatus,
    domain_configuration_status: found.configurationStatus,
    ...(found.verificationStatus === 'pending' ? { verify_before: isoUtc(found.deadline) } : {}),
  } as const;
}

/** A server without a name is reached by its address. */
function leadingTo(hostname: string): { type: 'A' | 'AAAA' | 'CNAME'; value: string } {
  const value = hostname.replace(/^\[|\]$/g, '');
  const type = isIP(value) === 4 ? 'A' : isIP(value) === 6 ? 'AAAA' : 'CNAME';
  return { type, value };
}

function businessOf({ business, isBusinessVerified }: Shop): ShopData['business_info'] {
  return {
    business_number: business.businessNumber,
    business_name: business.businessName,
    ceo_name: business.ceoName,
    address: business.address,
    mail_order_number: business.mailOrderNumber,
    verified: isBusinessVerified,
  };
}

function settingsOf(shop: Shop): ShopData['settings'] {
  return {
    currency: shop.currency,
    timezone: shop.timezone,
    language: shop.language,
    webhook_url: shop.webhookUrl,
    notification_email: shop.notificationEmail,
    auto_refund_enabled: shop.autoRefund,
    payment_timeout: shop.paymentTimeoutMs === null ? null : Math.round(shop.paymentTimeoutMs / 1000),
  };
}

function themeOf(theme: ShopTheme): ShopData['theme'] {
  return {
    logo_url: theme.logoUrl,
    primary_color: theme.primaryColor,
    background_color: theme.backgroundColor,
    text_color: theme.textColor,
    radius: theme.radius,
    css_vars: { ...theme.cssVariables },
  };
}

function policyOf(policy: RiskPolicy): NonNullable<ShopData['risk_policy']> {
  return given({
    is_enabled: policy.isEnabled,
    review_score: policy.reviewScore,
    block_score: policy.blockScore,
    weights: policy.weights && { ...policy.weights },
    velocity_limit: policy.velocityLimit && { ...policy.velocityLimit },
    velocity_window_ms: policy.velocityWindowMs,
    amount_maximum: policy.amountMaximum,
    amount_factor: policy.amountFactor,
    countries: policy.countries && [...policy.countries],
  });
}
