import type { SandboxCharge } from '../../../core/index.ts';
import { moneyText } from '../checkout-page/display.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { layout } from '../checkout-page/layout.ts';
import type { PageRequest } from '../checkout-page/page-request.ts';
import { SANDBOX_TEXTS } from './sandbox-texts.ts';

/** The steps that the sandbox has pages for; each is the last but one part of its path. */
export type SandboxStep = 'card' | 'challenge' | 'kakao' | 'bank';

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
  const { amount, currency, description, attemptId } = charge.payment;
  return layout(request, {
    title,
    test: true,
    path: stepPath(step, attemptId),
    foot: html`<p>${t.foot}</p>`,
    main: html`<div class="summary">
        <h1>${t.titles[step]}</h1>
        <p class="amount">${moneyText(amount, currency, request.lang)}</p>
        ${description !== null && html`<p class="order"><bdi>${description}</bdi></p>`}
      </div>
      ${body}`,
  });
}
