import { type Html, html } from '../checkout-page/html.ts';
import { textsOf, type View, within } from './view.ts';

/** What numbers of the policy may be; the API's schema says the same. */
export const POLICY_MAX = { grace: 10_080, keep: 3650 } as const;

/** What an owner decides about messages and matching. */
export function policyPart(view: View): Html {
  const { policy: t, save } = textsOf(view);
  const { policy } = view.workspace;
  return html`<details class="card fold" id="policy">
    <summary>${t.heading}</summary>
    <form method="post" action="${within(view, '/policy')}">
      ${view.token}
      <div>
        <label class="choice">
          <input
            type="checkbox"
            name="unsigned"
            value="yes"
            ${policy.allowUnsignedSms && html` checked`}
            aria-describedby="unsigned-warning"
          />
          ${t.unsigned}
        </label>
        <p class="alert${policy.allowUnsignedSms && ' bad'}" id="unsigned-warning">${t.unsignedWarning}</p>
      </div>
      <div>
        <label class="choice">
          <input
            type="checkbox"
            name="amount-only"
            value="yes"
            ${policy.matchAmountOnly && html` checked`}
            aria-describedby="amount-only-text"
          />
          ${t.amountOnly}
        </label>
        <small id="amount-only-text">${t.amountOnlyText}</small>
      </div>
      ${numberField('grace', { label: t.grace, value: policy.graceMinutes, max: POLICY_MAX.grace })}
      ${numberField('keep', { label: t.keep, value: policy.keepSmsDays, max: POLICY_MAX.keep, hint: t.keepText })}
      <button class="button" type="submit">${save}</button>
    </form>
  </details>`;
}

function numberField(
  name: keyof typeof POLICY_MAX,
  field: { readonly label: string; readonly value: number; readonly max: number; readonly hint?: string },
): Html {
  return html`<p class="field">
    <label for="${name}">${field.label}</label>
    <input
      id="${name}"
      name="${name}"
      type="number"
      inputmode="numeric"
      required
      min="0"
      max="${field.max}"
      step="1"
      value="${field.value}"
      ${field.hint && html` aria-describedby="${name}-hint"`}
    />
    ${field.hint && html`<small id="${name}-hint">${field.hint}</small>`}
  </p>`;
}
