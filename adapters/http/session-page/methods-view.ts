import { INSTALMENT_MONTHS, instalmentFault, type PaymentMethod } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { fieldId, invalid, problem } from './fields.ts';
import { type Screen, textsOf } from './screen.ts';

/**
 * The ways to pay, as tabs: radio buttons, so that arrow keys and screen readers know what to do, and the panel of the
 * one that is chosen, which style sheets show without any script. Nothing when nothing is to pay.
 */
export function methodTabs(screen: Screen): Html | null {
  const { methods, payment, request } = screen;
  if (payment.amount === 0) return null;
  const chosen = chosenMethod(screen);
  const names = TEXTS[request.lang].methods;
  return html`<fieldset class="card methods" id="${fieldId('method')}">
    <legend>${textsOf(screen).sections.methods}</legend>
    ${problem(screen, 'method')}
    <div class="tabs">
      ${methods.map(
        (method) =>
          html`<label class="tab"
            ><input
              type="radio"
              name="method"
              id="method-${method}"
              value="${method}"
              required
              ${method === chosen && html` checked`}
            />${names[method]}</label
          >`,
      )}
    </div>
    ${methods.map((method) => methodPanel(screen, method))}
  </fieldset>`;
}

/** What was chosen before, if it is still on offer; the first one otherwise. */
function chosenMethod({ methods, said }: Screen): PaymentMethod | undefined {
  return methods.find((method) => method === said.entry.method) ?? methods[0];
}

function methodPanel(screen: Screen, method: PaymentMethod): Html {
  return html`<div class="method-panel ${method}-panel">
    <p class="hint">${textsOf(screen).methodHints[method]}</p>
    ${method === 'card' && instalments(screen)}
  </div>`;
}

/** Korean cards can be paid off over months, from an amount on. */
function instalments(screen: Screen): Html | null {
  const { amount, currency } = screen.payment;
  const fits = (months: number): boolean =>
    instalmentFault(months, { method: 'card', amount, currency }) === null;
  const offered = INSTALMENT_MONTHS.filter(fits);
  if (offered.length === 0) return null;
  const { fields, instalments: t, months: monthsText } = textsOf(screen);
  const id = fieldId('instalments');
  const option = (value: string, text: string): Html =>
    html`<option value="${value}" ${value === screen.said.entry.instalments && html` selected`}>
      ${text}
    </option>`;
  return html`<div class="field${screen.said.problems.instalments && ' wrong'}">
    <label for="${id}">${fields.instalments}</label>
    <select id="${id}" name="instalments" autocomplete="off" ${invalid(screen, 'instalments')}>
      ${option('', t.atOnce)}${offered.map((months) => option(String(months), monthsText(months)))}
    </select>
    ${problem(screen, 'instalments')}
    <p class="hint">${t.hint}</p>
  </div>`;
}
