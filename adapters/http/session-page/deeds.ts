import { type CouponRefusal, DomainError, isRefusal, type PaySession, scopeOf } from '../../../core/index.ts';
import { goTo } from '../checkout-page/page-request.ts';
import { couponText } from '../coupon-texts.ts';
import {
  addressOf,
  type BuyerEntry,
  checkBuyer,
  customerOf,
  entryOf,
  instalmentsOf,
  methodOf,
} from './buyer-form.ts';
import { priceText } from './price.ts';
import type { Said, Screen } from './screen.ts';
import { FORM_STATES } from './session-state.ts';
import { type Notice, SESSION_TEXTS } from './texts.ts';
import {
  goOn,
  look,
  pageLink,
  type Parts,
  screenOf,
  showOrder,
  subjectOf,
  unlessRefused,
  type Visit,
  visitAgain,
} from './visit.ts';

/** The buyer pays. What is wrong, or has changed meanwhile, is told on the form, which keeps what was typed. */
export async function pay(parts: Parts, visit: Visit): Promise<void> {
  const form = await readForm(parts, visit);
  const entry = entryOf(form);
  const screen = await screenOf(parts, visit);
  if (!FORM_STATES.includes(screen.state)) return goOn(parts, await answered(parts, visit));
  // Whoever types a code and forgets its button does not mean to pay the higher price.
  if (entry.coupon !== '') return applyCoupon(parts, visit, { entry, isAside: true });
  if (form.get('amount') !== String(visit.payment.amount))
    return showOrder(parts, visit, changed(entry), 409);
  const problems = checkBuyer(entry, askedOf(screen));
  if (Object.keys(problems).length > 0) return showOrder(parts, visit, { entry, problems }, 422);
  try {
    const paid = await parts.core.pay.pay(scopeOf(visit.session), visit.session.id, paymentOf(screen, entry));
    goOn(parts, await answered(parts, { ...paid, request: visit.request }));
  } catch (error) {
    await showRefusal(parts, visit, { entry, error });
  }
}

/** So often, and so many milliseconds apart, is looked for the answer that another request waits for. */
const ANSWER_LOOKS = 6;
const ANSWER_WAIT_MS = 250;

/**
 * The order once its gateway has answered, or after a while without an answer. Of a form that was sent twice, browsers
 * show what the second request gets: the gateway's page must be known to it, though the first one has asked.
 */
async function answered(parts: Parts, visit: Visit): Promise<Visit> {
  let now = visit;
  for (let looks = 0; looks < ANSWER_LOOKS && now.payment.status === 'processing'; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, ANSWER_WAIT_MS));
    now = await visitAgain(parts, now);
  }
  return now;
}

const askedOf = ({ payment, session, methods }: Screen) => ({
  amount: payment.amount,
  currency: payment.currency,
  needsShipping: session.needsShipping,
  methods: payment.amount === 0 ? [] : methods,
});

function paymentOf({ request, session, payment, methods }: Screen, entry: BuyerEntry): PaySession {
  const { ctx, site, chosen, lang } = request;
  const method = payment.amount === 0 ? null : methodOf(entry, methods);
  const home = site.publicUrl.replace(/\/+$/, '');
  return {
    method,
    instalmentMonths: instalmentsOf(entry, method),
    customer: customerOf(entry, session.customer),
    shippingAddress: session.needsShipping ? addressOf(entry) : undefined,
    seenAmount: payment.amount,
    address: ctx.ip,
    returnUrl: `${home}/checkout/${session.id}/return${chosen ? `?lang=${lang}` : ''}`,
  };
}

/** A new price is agreed to anew. */
function changed(entry: BuyerEntry): Partial<Said> {
  return { entry: { ...entry, agree: false }, notice: 'changed' };
}

/** What core has refused, told on the form as the order is now; where there is no form any more, what is so. */
async function showRefusal(
  parts: Parts,
  visit: Visit,
  { entry, error }: { readonly entry: BuyerEntry; readonly error: unknown },
): Promise<void> {
  const said = refusalOf(visit, entry, error);
  if (said === null) unlessRefused(error);
  const now = await visitAgain(parts, visit);
  if (said === null || !(await isOpen(parts, now))) return goOn(parts, await answered(parts, now));
  const isNews = now.payment.amount !== visit.payment.amount;
  const status = isRefusal(error, 'rate_limited') ? 429 : 409;
  await showOrder(parts, now, isNews ? { ...changed(entry), coupon: said.coupon ?? null } : said, status);
}

const NOTICES: Readonly<Record<string, Notice>> = {
  stale_write: 'unchanged',
  payment_blocked: 'blocked',
  method_not_available: 'method',
  rate_limited: 'slow',
};

function refusalOf(visit: Visit, entry: BuyerEntry, error: unknown): Partial<Said> | null {
  const notice = error instanceof DomainError ? NOTICES[error.code] : undefined;
  if (notice) return { entry, notice };
  const coupon = couponProblem(visit, error);
  return coupon && { entry, coupon, notice: 'couponLost' };
}

/** The button beside the coupon box. */
export async function useCoupon(parts: Parts, visit: Visit): Promise<void> {
  const entry = entryOf(await readForm(parts, visit));
  if (!(await isOpen(parts, visit))) return goTo(visit.request.ctx, pageLink(visit));
  if (entry.coupon !== '') return applyCoupon(parts, visit, { entry, isAside: false });
  const text = SESSION_TEXTS[visit.request.lang].coupon.missing;
  await showOrder(parts, visit, { entry, coupon: { text, isProblem: true } }, 422);
}

interface Typed {
  readonly entry: BuyerEntry;
  /** The buyer has pressed another button. */
  readonly isAside: boolean;
}

async function applyCoupon(parts: Parts, visit: Visit, { entry, isAside }: Typed): Promise<void> {
  const { session, request } = visit;
  try {
    await keepBuyer(parts, visit, entry);
    const { coupon, ...view } = await parts.core.sessionCoupons.apply(
      scopeOf(session),
      session.id,
      entry.coupon,
      request.ctx.ip,
    );
    const amount = priceText(coupon.amount, session.currency, request.lang);
    const said: Partial<Said> = {
      entry: { ...entry, coupon: '' },
      notice: isAside ? 'couponFirst' : null,
      coupon: { text: SESSION_TEXTS[request.lang].couponApplied(amount), isProblem: false },
    };
    await showOrder(parts, { ...view, request }, said);
  } catch (error) {
    const problem = couponProblem(visit, error);
    if (problem === null) return showRefusal(parts, visit, { entry, error });
    const notice = isAside ? 'couponRefused' : null;
    const status = isRefusal(error, 'rate_limited') ? 429 : 422;
    await showOrder(parts, await visitAgain(parts, visit), { entry, notice, coupon: problem }, status);
  }
}

/** The button beside a coupon that is applied. */
export async function removeCoupon(parts: Parts, visit: Visit): Promise<void> {
  const form = await readForm(parts, visit);
  const entry = entryOf(form);
  if (!(await isOpen(parts, visit))) return goTo(visit.request.ctx, pageLink(visit));
  try {
    const { session, request } = visit;
    const code = form.get('remove') ?? '';
    const view = await parts.core.sessionCoupons.remove(scopeOf(session), session.id, code);
    await showOrder(parts, { ...view, request }, { entry });
  } catch (error) {
    // Taken off already: a second click, or another tab.
    if (couponProblem(visit, error)) return showOrder(parts, await visitAgain(parts, visit), { entry });
    await showRefusal(parts, visit, { entry, error });
  }
}

/** The attempt that is under way is called off, so that the form is there again. */
export async function takeOtherWay(parts: Parts, visit: Visit): Promise<void> {
  await readForm(parts, visit);
  const { request, session } = visit;
  const free = await parts.core.pay.abandon(scopeOf(session), session.id).catch(unlessRefused);
  goTo(request.ctx, pageLink(visit, free ? null : 'unchanged'));
}

/** The buyer does not want the order any more. */
export async function cancelOrder(parts: Parts, visit: Visit): Promise<void> {
  await readForm(parts, visit);
  const { request, session } = visit;
  const ended = await parts.core.sessions.cancel(scopeOf(session), session.id).catch(unlessRefused);
  goTo(request.ctx, pageLink(visit, ended ? null : 'unchanged'));
}

function readForm({ forms }: Parts, { request, session }: Visit): Promise<URLSearchParams> {
  return forms.read(request.ctx, subjectOf(session.id));
}

async function isOpen({ core }: Parts, visit: Visit): Promise<boolean> {
  return FORM_STATES.includes((await look(core, visit)).state);
}

/** What is sure of the buyer is kept with the order: some coupons ask whose they are. */
async function keepBuyer({ core }: Parts, { session }: Visit, entry: BuyerEntry): Promise<void> {
  const customer = { ...session.customer, ...customerOf(entry, session.customer) };
  const shippingAddress = (session.needsShipping ? addressOf(entry) : undefined) ?? session.shippingAddress;
  const known = { customer: session.customer, shippingAddress: session.shippingAddress };
  if (JSON.stringify({ customer, shippingAddress }) === JSON.stringify(known)) return;
  await core.sessions.change(scopeOf(session), session.id, { customer, shippingAddress });
}

/** Why a coupon gives nothing, for the line below its box; null when something else is the matter. */
function couponProblem({ request }: Visit, error: unknown): Said['coupon'] {
  if (isRefusal(error, 'rate_limited'))
    return { text: SESSION_TEXTS[request.lang].notices.slow, isProblem: true };
  if (!isRefusal(error, 'coupon_refused', 'coupon_used_up', 'coupon_not_found')) return null;
  const reason = (error.details['reason'] ?? 'not_found') as CouponRefusal;
  return { text: couponText(reason, request.lang), isProblem: true };
}
