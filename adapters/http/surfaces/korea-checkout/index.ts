import { DomainError, type Mode, type RateLimit } from '../../../../core/index.ts';
import { bearer } from '../../bearer.ts';
import type { Surface } from '../../route.ts';
import { appliedCouponRoutes, couponRoutes } from './coupon-routes.ts';
import { renderError } from './refusals.ts';
import { reportRoutes } from './report-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { error } from './shared-schemas.ts';
import { domainRoutes, shopRoutes } from './shop-routes.ts';

/** For each API key by its mode, as the document says; for each address that calls without one. */
export interface KoreaCheckoutRates extends Readonly<Record<Mode, RateLimit>> {
  readonly perAddress?: RateLimit;
}

const MINUTE_MS = 60_000;

export const KOREA_CHECKOUT_RATES: Required<KoreaCheckoutRates> = {
  live: { limit: 1000, windowMs: MINUTE_MS },
  test: { limit: 100, windowMs: MINUTE_MS },
  perAddress: { limit: 60, windowMs: MINUTE_MS },
};

/** The Korea Checkout API: sessions, coupons and shops. */
export function koreaCheckoutSurface(rates: KoreaCheckoutRates = KOREA_CHECKOUT_RATES): Surface {
  const { live, test, perAddress = KOREA_CHECKOUT_RATES.perAddress } = rates;
  return {
    name: 'korea-checkout',
    title: 'Korea Checkout API',
    version: '1',
    description: {
      ko: '체크아웃 세션, 쿠폰, 상점과 커스텀 도메인을 위한 헤드리스 체크아웃 API입니다. 금액은 통화의 최소 단위 정수입니다 (29000은 ₩29,000).',
      en: 'Headless checkout: sessions, coupons, shops and custom domains. Amounts are whole smallest units of their currency (29000 is ₩29,000).',
    },
    basePath: '/api',
    claims: ['/api/checkout', '/api/coupons', '/api/shops'],
    routes: [
      ...sessionRoutes,
      ...couponRoutes,
      ...appliedCouponRoutes,
      ...shopRoutes,
      ...domainRoutes,
      ...reportRoutes,
    ],
    rateLimit: { live, test },
    anonymousRateLimit: perAddress,
    securityScheme: { type: 'apiKey', in: 'header', name: 'x-api-key' },
    authenticate: byApiKey,
    renderError,
    errorSchema: error,
  };
}

/** The document's header; a bearer token is as good. */
export const byApiKey: Surface['authenticate'] = async (core, { headers }) => {
  const sent = headers['x-api-key'];
  const key = typeof sent === 'string' ? sent.trim() : bearer(headers);
  if (key === null || key === '') throw new DomainError('unauthenticated', 'no API key was sent');
  return core.auth.authenticate(key);
};
