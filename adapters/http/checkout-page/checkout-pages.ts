import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import {
  type Core,
  DomainError,
  isRefusal,
  type Log,
  type Payment,
  PAYMENT_METHODS,
  type PaymentMethod,
  scopeOf,
} from '../../../core/index.ts';
import { checkoutHostOf } from '../checkout-host.ts';
import { type CheckoutState, checkoutState } from './checkout-state.ts';
import { checkoutPage } from './checkout-view.ts';
import { type FormGuard, formGuard } from './form-guard.ts';
import { goTo, link, localUrl, type PageRequest, show, type Site } from './page-request.ts';
import { pages } from './page-route.ts';
import { type Texts, TEXTS } from './texts.ts';

export interface CheckoutPagesOptions {
  readonly core: Core;
  /** Where browsers reach these pages, for instance `https://pay.example.com`. */
  readonly publicUrl: string;
  /** Signs forms: at least 32 bytes, the same in every process. */
  readonly formKey: Buffer;
  readonly log?: Log | undefined;
}

type Parts = Omit<CheckoutPagesOptions, 'formKey'> & { readonly forms: FormGuard };

type PaymentHandler = (parts: Parts, request: PageRequest, payment: Payment) => Promise<void>;

/**
 * The hosted payment page behind `checkout_url` (`/checkout/:id`), for everybody who knows the payment's unguessable
 * id. It shows the payment as it is, whatever was clicked before: no refusal of core ever becomes an error page.
 */
export function checkoutPages({ formKey, ...options }: CheckoutPagesOptions): Middleware {
  const parts: Parts = { ...options, forms: formGuard(formKey, options.publicUrl) };
  const site: Site = { brand: 'checkout', publicUrl: options.publicUrl, log: options.log };
  return pages(site, (page) => {
    const on = (handle: PaymentHandler) =>
      page(async (request) => {
        const payment = await paymentOf(parts, request);
        // A session's payment has the session's page, with its items, coupons and address.
        if (payment.sessionId) return goTo(request.ctx, link(request, `/checkout/${payment.sessionId}`));
        return handle(parts, request, payment);
      });
    return new Router()
      .get('/checkout/:id', on(showPayment))
      .get('/checkout/:id/status', on(tellStatus))
      .get('/checkout/:id/return', on(comeBack))
      .post('/checkout/:id/pay', on(pay))
      .post('/checkout/:id/cancel', on(cancel));
  });
}

/** On a custom domain nobody else's payments are shown. */
async function paymentOf({ core }: Parts, { ctx, id }: PageRequest): Promise<Payment> {
  const payment = await core.payments.getForBuyer(id);
  const host = checkoutHostOf(ctx);
  if (host && (host.merchantId !== payment.merchantId || host.mode !== payment.mode))
    throw new DomainError('not_found', 'no such payment on this host', { id });
  return payment;
}

async function showPayment({ core, forms }: Parts, request: PageRequest, payment: Payment): Promise<void> {
  const { state, methods } = await look(core, payment);
  const page = checkoutPage({
    request,
    payment,
    state,
    methods,
    seller: (await core.auth.getMerchant(payment.merchantId)).name,
    instructions: core.payments.instructions(payment),
    paidAt: await paidAt(core, payment),
    token: forms.field(subjectOf(payment.id)),
    notice: noticeOf(request),
  });
  show(request, 200, page);
}

/** For the page's own script: nothing but the name of the state. */
async function tellStatus({ core }: Parts, { ctx }: PageRequest, payment: Payment): Promise<void> {
  const { state } = await look(core, payment);
  ctx.body = { state };
}

/** The buyer comes back from the gateway, or wants to know: the gateway is asked. */
async function comeBack({ core }: Parts, request: PageRequest, payment: Payment): Promise<void> {
  await core.payments.refresh(scopeOf(payment), payment.id).catch(unlessRefused);
  goTo(request.ctx, pageLink(request));
}

async function pay({ core, forms, publicUrl }: Parts, request: PageRequest, payment: Payment): Promise<void> {
  const form = await forms.read(request.ctx, subjectOf(request.id));
  const input = {
    method: PAYMENT_METHODS.find((method) => method === form.get('method')),
    returnUrl: returnUrl(publicUrl, request),
  };
  try {
    const { nextAction } = await core.payments.begin(scopeOf(payment), payment.id, input);
    const next = nextAction?.type === 'redirect' ? localUrl(request, nextAction.url) : null;
    goTo(request.ctx, next ?? pageLink(request));
  } catch (error) {
    goTo(request.ctx, pageLink(request, isRefusal(error, 'rate_limited') ? 'slow' : unlessRefused(error)));
  }
}

async function cancel({ core, forms }: Parts, request: PageRequest, payment: Payment): Promise<void> {
  await forms.read(request.ctx, subjectOf(request.id));
  const ended = await core.payments.cancel(scopeOf(payment), payment.id).catch(unlessRefused);
  goTo(request.ctx, pageLink(request, ended ? null : 'unchanged'));
}

/** Paid, expired or canceled meanwhile, or no answer: the page shows the true state. Other errors are thrown on. */
function unlessRefused(error: unknown): null {
  const refused = error instanceof DomainError && ['conflict', 'invalid'].includes(error.kind);
  if (!refused && !isRefusal(error, 'gateway_unavailable')) throw error;
  return null;
}

async function look(
  core: Core,
  payment: Payment,
): Promise<{ state: CheckoutState; methods: readonly PaymentMethod[] }> {
  const methods: PaymentMethod[] = [];
  for (const method of payment.method === null ? PAYMENT_METHODS : [payment.method])
    if (await core.payments.isPayable({ ...payment, method })) methods.push(method);
  return { methods, state: checkoutState(payment, { now: core.clock.now(), methods }) };
}

async function paidAt(core: Core, payment: Payment): Promise<number | null> {
  if (payment.status !== 'succeeded') return null;
  const history = await core.payments.history(scopeOf(payment), payment.id);
  return history.find(({ to }) => to === 'succeeded')?.at ?? null;
}

function subjectOf(id: string): string {
  return `checkout ${id}`;
}

function pageLink(request: PageRequest, notice: keyof Texts['notices'] | null = null): string {
  return link(request, `/checkout/${encodeURIComponent(request.id)}${notice ? `?notice=${notice}` : ''}`);
}

function returnUrl(publicUrl: string, { id, chosen, lang }: PageRequest): string {
  return `${publicUrl.replace(/\/+$/, '')}/checkout/${id}/return${chosen ? `?lang=${lang}` : ''}`;
}

function noticeOf({ ctx, lang }: PageRequest): keyof Texts['notices'] | null {
  const asked = ctx.query['notice'];
  const known = Object.keys(TEXTS[lang].notices) as (keyof Texts['notices'])[];
  return known.find((notice) => notice === asked) ?? null;
}
