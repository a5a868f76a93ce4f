// The npm entry point "./adapters": what turns a core into a product. `createKoreaCheckout` puts it all together;
// the rest is for those who put it together themselves.
export {
  createKoreaCheckout,
  type KoreaCheckout,
  type KoreaCheckoutOptions,
} from './create-korea-checkout.ts';
export { SURFACE_NAMES, type SurfaceName } from './surface-names.ts';
export { type JobTimer, type JobTimerOptions, startJobTimer } from './server/job-timer.ts';

export { type AppOptions, createApp } from './http/app.ts';
export { assets } from './http/assets.ts';
export { checkoutHost, checkoutHostOf, type CheckoutHostOptions, tlsAsk } from './http/checkout-host.ts';
export { checkoutPages, type CheckoutPagesOptions } from './http/checkout-page/index.ts';
export { depositsPages, type DepositsPagesOptions } from './http/deposits-page/index.ts';
export { DOCS_ASSETS, docsPages } from './http/docs-page.ts';
export { openapi, openapiDocuments } from './http/openapi.ts';
export { type Access, type Route, route, type RouteRequest, type Surface, type View } from './http/route.ts';
export { sessionPages, type SessionPagesOptions } from './http/session-page/index.ts';
export { sandboxPages } from './http/sandbox-page/index.ts';
export { LIFEOS_RATE_LIMIT, lifeosSurface } from './http/surfaces/lifeos/index.ts';
export { LIFEOS, lifeosWebhookFormat } from './http/surfaces/lifeos/webhook-format.ts';
export {
  KOREA_CHECKOUT_RATES,
  type KoreaCheckoutRates,
  koreaCheckoutSurface,
} from './http/surfaces/korea-checkout/index.ts';
export { KOREA_CHECKOUT, koreaCheckoutWebhookFormat } from './http/surfaces/korea-checkout/webhook-format.ts';
export { LUNEPAY_RATES, type LunepayRates, lunepaySurface } from './http/surfaces/lunepay/index.ts';
export { LUNEPAY, lunepayWebhookFormat } from './http/surfaces/lunepay/webhook-format.ts';
export { type SandboxBuyer, testHelpersSurface } from './http/surfaces/test-helpers/index.ts';

export { nodeDomainNames, type NodeDomainNamesOptions } from './domains/node-domain-names.ts';
export { disposableEmails } from './risk/disposable-emails.ts';
export { sandboxGateway, type SandboxGateway, type SandboxOptions } from './gateways/sandbox-gateway.ts';
export { secretBox, type SecretBoxKey } from './system/secret-box.ts';
export { systemClock } from './system/system-clock.ts';
export { joseTokens, type JoseTokensOptions, type TokenKey, tokenKeyFrom } from './tokens/jose-tokens.ts';
export { systemRandom } from './system/system-random.ts';
export { httpWebhookSender, type HttpWebhookSenderOptions } from './webhooks/http-sender.ts';
