import type { SandboxCharge } from '../../../core/index.ts';
import { moneyText } from '../checkout-page/display.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { layout } from '../checkout-page/layout.ts';
import type { PageRequest } from '../checkout-page/page-request.ts';
import { SANDBOX_TEXTS } from './sandbox-texts.ts';

/** The steps that the sandbox has pages for; each is the last but one part of its path. */
export const SANDBOX_STEPS = ['card', 'challenge', 'kakao', 'naver', 'samsung', 'transfer', 'bank'] as const;
export type SandboxStep = (typeof SANDBOX_STEPS)[number];

/** One of the sandbox's pages about one charge. */
export interface SandboxView {
  readonly request: PageRequest;
  readonly charge: SandboxCharge;
  readonly step: SandboxStep;
  /** The hidden field that proves a form ours. */
  readonly token: Html;
}

/** The path of a step's page. */
export function stepPath(step: SandboxStep, attemptId: string): string {
  return `/sandbox/${step}/${attemptId}`;
}

/** The frame of every page of the sandbox: what it is, what is being paid, and that it is not real. */
export function sandboxFrame(view: SandboxView, title: string, body: Html): Html {
  const { request, charge, step } = view;
  const t = SANDBOX_TEXTS[request.lang];
  const { amount, currency, description, attemptId, method } = charge.payment;
  return layout(request, {
    title,
    test: true,
    path: stepPath(step, attemptId),
    foot: html`<p>${t.foot}</p>`,
    main: html`<div class="summary">
        <h1>${t.titles[step]}</h1>
        <p class="amount">${moneyText(amount, currency, request.lang)}</p>
        ${method === 'card' && html`<p class="order">${instalments(view)}</p>`}
        ${description !== null && html`<p class="order"><bdi>${description}</bdi></p>`}
      </div>
      ${body}`,
  });
}

function instalments({ request, charge }: SandboxView): string {
  const { atOnce, instalments } = SANDBOX_TEXTS[request.lang];
  // Charges that were stored before there were instalments do not name any.
  const months = charge.payment.instalmentMonths ?? null;
  return months === null ? atOnce : instalments(months);
}
