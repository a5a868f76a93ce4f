import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import {
  type Core,
  DomainError,
  type Log,
  type PaymentMethod,
  type PaymentOutcome,
  type SandboxCharge,
  scopeOf,
} from '../../../core/index.ts';
import { checkCard } from '../../gateways/card-number.ts';
import type { SandboxGateway } from '../../gateways/sandbox-gateway.ts';
import { isUndecided } from '../../gateways/sandbox-rules.ts';
import { type FormGuard, formGuard } from '../checkout-page/form-guard.ts';
import { goTo, link, localUrl, type PageRequest, show } from '../checkout-page/page-request.ts';
import { pages } from '../checkout-page/page-route.ts';
import { cardPage } from './card-view.ts';
import { choicePage, donePage } from './choice-view.ts';
import { SANDBOX_STEPS, type SandboxStep, type SandboxView, stepPath } from './sandbox-frame.ts';

export interface SandboxPagesOptions {
  readonly core: Core;
  readonly sandbox: SandboxGateway;
  /** Signs forms: at least 32 bytes, the same in every process. */
  readonly formKey: Buffer;
  readonly log?: Log | undefined;
}

const METHODS_OF: Readonly<Record<SandboxStep, readonly PaymentMethod[]>> = {
  card: ['card'],
  challenge: ['card'],
  kakao: ['kakao_pay'],
  naver: ['naver_pay'],
  samsung: ['samsung_pay'],
  transfer: ['realtime_transfer'],
  bank: ['bank_transfer', 'virtual_account'],
};

interface Parts {
  readonly core: Core;
  readonly sandbox: SandboxGateway;
  readonly forms: FormGuard;
}

/**
 * The pages of the sandbox gateway, below `/sandbox`. They play another company's site: card data that is typed
 * here is looked at and forgotten, and core only hears the outcome.
 */
export function sandboxPages({ core, sandbox, formKey, log }: SandboxPagesOptions): Middleware {
  const parts: Parts = { core, sandbox, forms: formGuard(formKey, sandbox.publicUrl) };
  return pages({ brand: 'sandbox', publicUrl: sandbox.publicUrl, log }, (page) => {
    const router = new Router();
    for (const step of SANDBOX_STEPS) {
      router.get(
        stepPath(step, ':id'),
        page((request) => showStep(parts, request, step)),
      );
      router.post(
        stepPath(step, ':id'),
        page((request) => takeStep(parts, request, step)),
      );
    }
    return router;
  });
}

async function showStep(parts: Parts, request: PageRequest, step: SandboxStep): Promise<void> {
  const charge = await findCharge(parts.sandbox, request.id, step);
  const elsewhere = otherStep(charge, step);
  if (elsewhere) return goTo(request.ctx, link(request, stepPath(elsewhere, charge.attemptId)));
  if (!isUndecided(charge)) return show(request, 200, donePage(request, wayBack(request, charge)));
  const view = viewOf(parts.forms, { request, charge, step });
  show(request, 200, step === 'card' ? cardPage(view, {}) : choicePage(view, step));
}

async function takeStep(parts: Parts, request: PageRequest, step: SandboxStep): Promise<void> {
  const form = await parts.forms.read(request.ctx, subjectOf(request.id));
  const charge = await findCharge(parts.sandbox, request.id, step);
  const elsewhere = otherStep(charge, step);
  if (elsewhere) return goTo(request.ctx, link(request, stepPath(elsewhere, charge.attemptId)));
  const entry = cardEntry(form);
  const problems = step === 'card' && !form.has('answer') ? checkCard(entry, parts.core.clock.now()) : {};
  if (Object.keys(problems).length > 0 && isUndecided(charge))
    return show(request, 422, cardPage(viewOf(parts.forms, { request, charge, step }), problems));
  const outcome = await answerStep(parts.sandbox, { charge, step, form });
  await tell(parts.core, charge, outcome);
  goOn(request, charge, outcome);
}

const cardEntry = (form: URLSearchParams) => ({
  number: form.get('number') ?? '',
  expiry: form.get('expiry') ?? '',
  cvc: form.get('cvc') ?? '',
});

interface Taken {
  readonly charge: SandboxCharge;
  readonly step: SandboxStep;
  readonly form: URLSearchParams;
}

/** What the buyer did, told to the gateway. An answer that is none counts as the one that moves no money. */
function answerStep(sandbox: SandboxGateway, { charge, step, form }: Taken): Promise<PaymentOutcome> {
  const { attemptId } = charge;
  const answer = form.get('answer');
  switch (step) {
    case 'card':
      return answer === null ? sandbox.submitCard(attemptId, cardEntry(form)) : sandbox.cancel(attemptId);
    case 'challenge':
      return sandbox.answerChallenge(attemptId, answer === 'approve' ? answer : 'refuse');
    case 'kakao':
    case 'naver':
    case 'samsung':
    case 'transfer':
      return sandbox.answerWallet(
        attemptId,
        answer === 'pay' || answer === 'insufficient_balance' ? answer : 'cancel',
      );
    case 'bank':
      return answer === 'deposit' ? sandbox.deposit(attemptId) : sandbox.findPayment(attemptId);
  }
}

/** The gateway's news, as its webhook would bring it. Core may be unable to take it: the buyer's return asks again. */
async function tell(
  core: Core,
  { attemptId, payment }: SandboxCharge,
  outcome: PaymentOutcome,
): Promise<void> {
  try {
    const owner = await core.payments.getForBuyer(payment.paymentId);
    await core.payments.hear(scopeOf(owner), attemptId, outcome);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

function goOn(request: PageRequest, charge: SandboxCharge, outcome: PaymentOutcome): void {
  const next = outcome.kind === 'requires_action' ? outcome.nextAction : null;
  const address = next?.type === 'redirect' ? next.url : wayBack(request, charge);
  const url = localUrl(request, address);
  if (url) goTo(request.ctx, url);
  else show(request, 200, donePage(request, address));
}

/** Where the buyer came from; the hosted page for attempts that began without a browser. */
function wayBack(request: PageRequest, { payment }: SandboxCharge): string {
  const address = payment.returnUrl ?? `${request.site.publicUrl}/checkout/${payment.paymentId}`;
  return localUrl(request, address) ?? address;
}

/** A card that waits for its challenge has its own page, and the other way round. */
function otherStep({ status }: SandboxCharge, step: SandboxStep): SandboxStep | null {
  if (step === 'card' && status === 'challenged') return 'challenge';
  return step === 'challenge' && status === 'open' ? 'card' : null;
}

async function findCharge(sandbox: SandboxGateway, id: string, step: SandboxStep): Promise<SandboxCharge> {
  const charge = await sandbox.find(id);
  if (!charge || !METHODS_OF[step].includes(charge.payment.method) || charge.payment.paymentId === '')
    throw new DomainError('not_found', 'the sandbox knows no such attempt');
  return charge;
}

function viewOf(forms: FormGuard, about: Omit<SandboxView, 'token'>): SandboxView {
  return { ...about, token: forms.field(subjectOf(about.charge.attemptId)) };
}

function subjectOf(attemptId: string): string {
  return `sandbox ${attemptId}`;
}
