import {
  type Core,
  DomainError,
  isRefusal,
  type PaymentMethod,
  type SecretBox,
  scopeOf,
  type SessionView,
} from '../../../core/index.ts';
import { checkoutHostOf } from '../checkout-host.ts';
import { contentPolicy } from '../checkout-page/content-policy.ts';
import type { FormGuard } from '../checkout-page/form-guard.ts';
import { goTo, link, localUrl, type PageRequest, show } from '../checkout-page/page-request.ts';
import { testTransferPath } from '../checkout-page/transfer-view.ts';
import { languageOf } from '../language.ts';
import { knownEntry } from './buyer-form.ts';
import { imageOf } from './order-view.ts';
import { cancelLink, returnLink } from './return-link.ts';
import type { Said, Screen } from './screen.ts';
import { sessionPage } from './session-frame.ts';
import { ENDED_STATES, type SessionState, sessionState } from './session-state.ts';
import type { Notice } from './texts.ts';
import { policyOrigins, themeOrigins } from './theme-css.ts';

/** What all handlers of the page share. */
export interface Parts {
  readonly core: Core;
  readonly secretBox: Pick<SecretBox, 'open'>;
  /** Where browsers reach this server itself, and the gateways' pages that it plays. */
  readonly publicUrl: string;
  readonly forms: FormGuard;
}

/** One request about one order, in the buyer's language. */
export interface Visit extends SessionView {
  readonly request: PageRequest;
}

/** So many origins are named in a policy; an order with more pictures may load any over https. */
const IMAGE_ORIGINS_MAX = 12;

/** The order that a request is about. `not_found` for none, and on a shop's own host for those of other shops. */
export async function visitOf(parts: Parts, asked: PageRequest): Promise<Visit> {
  const { ctx, chosen } = asked;
  const view = await parts.core.sessions.getForBuyer(asked.id);
  const host = checkoutHostOf(ctx);
  if (host && host.shopId !== view.shop.id)
    throw new DomainError('not_found', 'this shop has no such session');
  const preferred = view.session.language ?? languageOf(ctx.get('accept-language'), view.shop.language);
  const request = chosen ? asked : { ...asked, lang: preferred };
  ctx.set('content-security-policy', policyOf(parts, { ...view, request }));
  return { ...view, request };
}

/** The same order as it is now. */
export async function visitAgain({ core }: Parts, { request, session }: Visit): Promise<Visit> {
  return { ...(await core.sessions.get(scopeOf(session), session.id)), request };
}

function policyOf({ publicUrl }: Parts, { request, session, shop }: Visit): string {
  const pictures = session.items.map(imageOf).filter((url) => url !== null);
  const images = [...new Set([...themeOrigins(shop.theme), ...policyOrigins(pictures)])];
  const isElsewhere = new URL(publicUrl).origin !== new URL(request.site.publicUrl).origin;
  return contentPolicy({
    images: images.length > IMAGE_ORIGINS_MAX ? ['https:'] : images,
    // From a shop's own host the form leads on to the gateway's page on ours.
    forms: isElsewhere ? [new URL(publicUrl).origin] : [],
  });
}

/** What the order looks like now, with what the buyer has just done. */
export async function screenOf(parts: Parts, visit: Visit, said: Partial<Said> = {}): Promise<Screen> {
  const { request, session, payment, shop } = visit;
  const { core, forms } = parts;
  const { methods, state } = await look(core, visit);
  return {
    request,
    session,
    payment,
    shop,
    state,
    methods,
    instructions: core.payments.instructions(payment),
    token: forms.field(subjectOf(session.id)),
    wayBack: wayBackOf(parts, visit, state),
    isFresh: isFresh(visit, core.clock.now()),
    testTransfer: testTransferOf(parts, visit),
    said: {
      entry: knownEntry(session, payment),
      problems: {},
      notice: null,
      coupon: null,
      ...said,
    },
  };
}

/** Answers with the page of the order. */
export async function showOrder(
  parts: Parts,
  visit: Visit,
  said: Partial<Said> = {},
  status = 200,
): Promise<void> {
  show(visit.request, status, sessionPage(await screenOf(parts, visit, said)));
}

/** What a form of this order is signed for. */
export function subjectOf(sessionId: string): string {
  return `session ${sessionId}`;
}

/** The order's page. */
export function pageLink(visit: Visit, notice: Notice | null = null): string {
  return link(visit.request, `/checkout/${visit.session.id}${notice ? `?notice=${notice}` : ''}`);
}

/** On to the gateway's page when that is where the buyer must go and a form may lead there; to the order's otherwise. */
export function goOn({ publicUrl }: Parts, visit: Visit): void {
  const { request, payment } = visit;
  const address =
    payment.status === 'requires_action' && payment.nextAction?.type === 'redirect'
      ? payment.nextAction.url
      : null;
  const ours = { ...request, site: { ...request.site, publicUrl } };
  goTo(request.ctx, localUrl(request, address) ?? localUrl(ours, address) ?? pageLink(visit));
}

/** Paid, expired or changed meanwhile, or no answer: the page shows what is so. Other errors are thrown on. */
export function unlessRefused(error: unknown): null {
  const refused = error instanceof DomainError && ['conflict', 'invalid'].includes(error.kind);
  if (!refused && !isRefusal(error, 'gateway_unavailable')) throw error;
  return null;
}

/** Where an order stands, and the ways to pay it that the shop offers and a gateway carries now. */
export async function look(
  core: Core,
  { payment, shop }: SessionView,
): Promise<{ readonly state: SessionState; readonly methods: readonly PaymentMethod[] }> {
  const payable = await Promise.all(
    shop.paymentMethods.map((method) => core.payments.isPayable({ ...payment, method })),
  );
  const methods = shop.paymentMethods.filter((_, at) => payable[at]);
  return { methods, state: sessionState(payment, { now: core.clock.now(), methods }) };
}

const RESULTS: readonly SessionState[] = ['authorized', 'completed', 'partially_refunded', 'refunded'];

function wayBackOf({ core, secretBox }: Parts, visit: Visit, state: SessionState): string | null {
  const linkOf = RESULTS.includes(state) ? returnLink : ENDED_STATES.includes(state) ? cancelLink : null;
  return linkOf ? linkOf(visit, secretBox.open(visit.shop.sealedWebhookSecret), core.clock.now()) : null;
}

/** How long after the payment its receipt leads back to the shop by itself. */
const FRESH_MS = 10 * 60 * 1000;

function isFresh({ session }: Visit, now: number): boolean {
  return session.completedAt !== null && now - session.completedAt < FRESH_MS;
}

/** The sandbox's page is on our own host only. */
function testTransferOf({ publicUrl }: Parts, { payment, request }: Visit): string | null {
  const path = testTransferPath(payment);
  if (path === null || payment.status !== 'requires_action') return null;
  const ours = { ...request, site: { ...request.site, publicUrl } };
  return new URL(publicUrl).origin + link(ours, path);
}
