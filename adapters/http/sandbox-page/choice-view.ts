import { fact } from '../checkout-page/facts.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { statusIcon } from '../checkout-page/icons.ts';
import { layout } from '../checkout-page/layout.ts';
import { link, linkable, type PageRequest } from '../checkout-page/page-request.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { transferTo } from '../../gateways/sandbox-rules.ts';
import { sandboxFrame, type SandboxStep, type SandboxView, stepPath } from './sandbox-frame.ts';
import { SANDBOX_TEXTS } from './sandbox-texts.ts';

type Choice = readonly [answer: string, label: keyof (typeof SANDBOX_TEXTS)['ko']['answers'], look: string];

const WALLET: readonly Choice[] = [
  ['pay', 'payWallet', ''],
  ['insufficient_balance', 'insufficientBalance', 'quiet'],
  ['cancel', 'cancel', 'quiet'],
];

/** The answers that a step takes, the usual one first. */
const CHOICES: Readonly<Record<Exclude<SandboxStep, 'card'>, readonly Choice[]>> = {
  challenge: [
    ['approve', 'approve', ''],
    ['refuse', 'refuse', 'quiet'],
  ],
  kakao: WALLET,
  naver: WALLET,
  samsung: WALLET,
  transfer: [['pay', 'payTransfer', ''], ...WALLET.slice(1)],
  bank: [['deposit', 'deposit', '']],
};

/** A step at which the buyer only chooses. */
export function choicePage(view: SandboxView, step: Exclude<SandboxStep, 'card'>): Html {
  const { request, charge, token } = view;
  const t = SANDBOX_TEXTS[request.lang];
  const buttons = CHOICES[step].map(
    ([answer, label, look]) =>
      html`<button class="button ${look}" type="submit" name="answer" value="${answer}">
        ${t.answers[label]}
      </button>`,
  );
  const body = html`<p>${t.intros[step]}</p>
    ${step === 'bank' && account(view)}
    <form method="post" action="${link(request, stepPath(step, charge.attemptId))}">
      ${token} ${buttons}
    </form>`;
  return sandboxFrame(view, t.titles[step], body);
}

function account({ request, charge: { payment } }: SandboxView): Html {
  const { labels } = TEXTS[request.lang];
  const to = transferTo(payment);
  return html`<dl class="facts">
    ${fact(labels.bank, html`${to.bankName} <small>${to.bankCode}</small>`)}
    ${fact(labels.account, to.accountNumber)}
    ${payment.method === 'bank_transfer' && fact(labels.depositor, to.depositorName)}
  </dl>`;
}

/** For a charge that is decided, and for outcomes whose way back leads to another site. */
export function donePage(request: PageRequest, returnUrl: string): Html {
  const t = SANDBOX_TEXTS[request.lang];
  const back = linkable(returnUrl);
  return layout(request, {
    title: t.titles.done,
    test: true,
    foot: html`<p>${t.foot}</p>`,
    main: html`<div class="status neutral">
        ${statusIcon('check')}
        <h1>${t.titles.done}</h1>
        <p>${t.intros.done}${back === null && html` ${t.closeWindow}`}</p>
      </div>
      ${back && html`<p class="actions"><a class="button" href="${back}">${t.toShop}</a></p>`}`,
  });
}
