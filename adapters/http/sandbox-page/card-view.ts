import type { CardField, CardProblems } from '../../gateways/card-number.ts';
import { TEST_CARDS, type TestCard } from '../../gateways/sandbox-cards.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { link } from '../checkout-page/page-request.ts';
import { sandboxFrame, type SandboxView, stepPath } from './sandbox-frame.ts';
import { SANDBOX_TEXTS } from './sandbox-texts.ts';

const FIELDS: Readonly<Record<CardField, { readonly example: string; readonly size: number }>> = {
  number: { example: '4242 4242 4242 4242', size: 23 },
  expiry: { example: '12/34', size: 7 },
  cvc: { example: '123', size: 4 },
};

/** The card form. It never repeats what was typed: what was wrong is named beside its field. */
export function cardPage(view: SandboxView, problems: CardProblems): Html {
  const t = SANDBOX_TEXTS[view.request.lang];
  const bad = Object.keys(problems).length > 0;
  const body = html`<p>${t.intros.card}</p>
    ${bad && problemList(view, problems)}
    <form method="post" action="${actionOf(view)}" autocomplete="off" novalidate data-card>
      ${view.token} ${field(view, 'number', problems)}
      <div class="pair">${field(view, 'expiry', problems)}${field(view, 'cvc', problems)}</div>
      <button class="button" type="submit">${t.answers.payCard}</button>
    </form>
    ${cancelForm(view)} ${testCards(view)}`;
  return sandboxFrame(view, bad ? t.problemsTitle : t.titles.card, body);
}

function actionOf({ request, charge, step }: SandboxView): string {
  return link(request, stepPath(step, charge.attemptId));
}

function problemList({ request }: SandboxView, problems: CardProblems): Html {
  const t = SANDBOX_TEXTS[request.lang];
  const items = (Object.keys(problems) as CardField[]).map(
    (name) =>
      html`<li><a href="#${name}">${t.fields[name]}</a>: ${t.problems[problems[name] ?? 'missing']}</li>`,
  );
  return html`<div class="alert bad" role="alert">
    <strong>${t.problemsTitle}</strong>
    <ul>
      ${items}
    </ul>
  </div>`;
}

function field({ request }: SandboxView, name: CardField, problems: CardProblems): Html {
  const t = SANDBOX_TEXTS[request.lang];
  const { example, size } = FIELDS[name];
  const problem = problems[name];
  const isFirst = Object.keys(problems)[0] === name;
  return html`<div class="field${problem && ' wrong'}">
    <label for="${name}">${t.fields[name]}</label>
    <input
      id="${name}"
      name="${name}"
      type="text"
      inputmode="numeric"
      autocomplete="off"
      spellcheck="false"
      required
      maxlength="${size}"
      placeholder="${example}"
      ${problem && html`aria-invalid="true" aria-describedby="${name}-problem"`}
      ${isFirst && html`autofocus`}
    />
    ${problem && html`<p class="problem" id="${name}-problem">${t.problems[problem]}</p>`}
  </div>`;
}

function cancelForm(view: SandboxView): Html {
  const t = SANDBOX_TEXTS[view.request.lang];
  return html`<form method="post" action="${actionOf(view)}">
    ${view.token}
    <button class="button quiet" type="submit" name="answer" value="cancel">${t.answers.cancel}</button>
  </form>`;
}

function testCards({ request }: SandboxView): Html {
  const t = SANDBOX_TEXTS[request.lang];
  return html`<section class="cards" aria-labelledby="cards-title">
    <h2 id="cards-title">${t.testCards}</h2>
    <p class="hint">${t.testCardsHint}</p>
    <ul>
      ${TEST_CARDS.map((card) => testCard(card, t))}
    </ul>
  </section>`;
}

/** Approved like the others; what follows is what it is there for. */
const DISPUTED_CARD = '4000000000000259';

function effectText({ number, effect, country }: TestCard, t: (typeof SANDBOX_TEXTS)['ko']): string {
  if (number === DISPUTED_CARD) return t.disputed;
  const text = t.effects[typeof effect === 'string' ? effect : effect.decline];
  return country ? `${text} · ${t.issuedIn(country)}` : text;
}

function testCard(card: TestCard, t: (typeof SANDBOX_TEXTS)['ko']): Html {
  const { number } = card;
  const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');
  return html`<li>
    <span class="copyable">${grouped}</span>
    <span class="effect">${effectText(card, t)}</span>
    <button class="copy" type="button" hidden data-fill="${grouped}">
      <span>${t.fill}</span> <span class="hidden">${grouped}</span>
    </button>
  </li>`;
}
