import {
  currencyExponent,
  DomainError,
  NO_BUSINESS,
  PLAIN_THEME,
  type RiskPolicy,
  type Shop,
  type ShopChange,
} from '../../../../core/index.ts';
import type { Static } from '../../schema.ts';
import { given } from './requests.ts';
import type { changeShop, createShop } from './shop-schemas.ts';

type Change = Static<typeof changeShop>;
type Settings = NonNullable<Change['settings']>;

/** What a change of a part of these is merged with. */
type Merged = Pick<Shop, 'business' | 'theme' | 'riskPolicy'>;

const NEW: Merged = { business: NO_BUSINESS, theme: PLAIN_THEME, riskPolicy: null };

/** A shop as its merchant wants it, in our words. */
export function newShopOf(body: Static<typeof createShop>): ShopChange & { readonly name: string } {
  return { ...shopChangeOf(body, NEW), name: body.name };
}

/** What is to change of a shop: what was not said is left out, an empty text is no text. */
export function shopChangeOf(body: Change, was: Merged): ShopChange {
  const { name, status, contact } = body;
  return given({
    name,
    status,
    description: textOrNull(body.description),
    website: textOrNull(body.website),
    business: body.business_info && { ...was.business, ...businessOf(body.business_info) },
    contactEmail: textOrNull(contact?.email),
    contactPhone: textOrNull(contact?.phone),
    ...settingsOf(body.settings ?? {}),
    paymentMethods: body.payment_methods,
    theme: body.theme === undefined ? undefined : themeOf(body.theme, was.theme),
    termsUrl: textOrNull(body.terms_url),
    privacyUrl: textOrNull(body.privacy_url),
    riskPolicy: body.risk_policy === undefined ? undefined : policyOf(body.risk_policy, was.riskPolicy),
  });
}

function settingsOf(settings: Settings) {
  const { currency, timezone, language, payment_timeout: timeout } = settings;
  if (currency !== undefined && currencyExponent(currency) === null)
    throw new DomainError('unsupported_currency', 'not an active currency', { field: 'settings.currency' });
  if (timezone !== undefined && !isTimezone(timezone))
    throw new DomainError('invalid_request', 'no such time zone', {
      field: 'settings.timezone',
      rule: 'format',
      limit: 'Asia/Seoul',
    });
  return {
    currency,
    timezone,
    language,
    webhookUrl: textOrNull(settings.webhook_url),
    notificationEmail: textOrNull(settings.notification_email),
    autoRefund: settings.auto_refund_enabled,
    paymentTimeoutMs: typeof timeout === 'number' ? timeout * 1000 : timeout,
  };
}

function businessOf(info: NonNullable<Change['business_info']>) {
  return given({
    businessNumber: textOrNull(info.business_number),
    businessName: textOrNull(info.business_name),
    ceoName: textOrNull(info.ceo_name),
    address: textOrNull(info.address),
    mailOrderNumber: textOrNull(info.mail_order_number),
  });
}

function themeOf(theme: NonNullable<Change['theme']> | null, was: Shop['theme']): Shop['theme'] {
  if (theme === null) return PLAIN_THEME;
  return {
    ...was,
    ...given({
      logoUrl: textOrNull(theme.logo_url),
      primaryColor: textOrNull(theme.primary_color),
      backgroundColor: textOrNull(theme.background_color),
      textColor: textOrNull(theme.text_color),
      radius: theme.radius,
      cssVariables: theme.css_vars,
    }),
  };
}

function policyOf(
  policy: NonNullable<Change['risk_policy']> | null,
  was: RiskPolicy | null,
): RiskPolicy | null {
  if (policy === null) return null;
  return {
    ...was,
    ...given({
      isEnabled: policy.is_enabled,
      reviewScore: policy.review_score,
      blockScore: policy.block_score,
      weights: policy.weights && { ...was?.weights, ...policy.weights },
      velocityLimit: policy.velocity_limit && { ...was?.velocityLimit, ...policy.velocity_limit },
      velocityWindowMs: policy.velocity_window_ms,
      amountMaximum: policy.amount_maximum,
      amountFactor: policy.amount_factor,
      countries: policy.countries,
    }),
  };
}

function textOrNull(text: string | null | undefined): string | null | undefined {
  return typeof text === 'string' ? text.trim() || null : text;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}
