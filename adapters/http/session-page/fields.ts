import { type Html, html } from '../checkout-page/html.ts';
import { BUYER_FIELDS, type BuyerField } from './buyer-form.ts';
import { type Screen, textsOf } from './screen.ts';

/** A line to type in. */
export interface Field {
  readonly field: Exclude<BuyerField, 'method' | 'instalments' | 'agree'>;
  /** The name in the form; the field's own when left out. */
  readonly name?: string;
  readonly type?: 'text' | 'email' | 'tel';
  /** Of the HTML standard's list, so that browsers fill it in. */
  readonly autocomplete: string;
  readonly inputmode?: 'numeric';
  readonly required?: boolean;
  readonly length: number;
  /** What stands in it while it is empty. */
  readonly hint?: string;
}

/** A labelled field that keeps what was typed, with what is wrong about it beneath. */
export function field(screen: Screen, asked: Field): Html {
  const { field: key, name = key, type = 'text', required = false, hint, inputmode } = asked;
  const { fields, optional } = textsOf(screen);
  const { entry, problems } = screen.said;
  return html`<div class="field${problems[key] && ' wrong'}">
    <label for="${fieldId(key)}">${fields[key]}${!required && html` <small>${optional}</small>`}</label>
    <input
      id="${fieldId(key)}"
      name="${name}"
      type="${type}"
      value="${entry[key]}"
      autocomplete="${asked.autocomplete}"
      maxlength="${asked.length}"
      ${inputmode && html` inputmode="${inputmode}"`}${hint && html` placeholder="${hint}"`}${required && html` required`}${invalid(screen, key)}
    />
    ${problem(screen, key)}
  </div>`;
}

/** The attributes of a field that is wrong. */
export function invalid({ said }: Screen, key: BuyerField): Html | undefined {
  return said.problems[key] && html` aria-invalid="true" aria-describedby="${fieldId(key)}-problem"`;
}

/** What is wrong about a field. */
export function problem(screen: Screen, key: BuyerField): Html | null {
  const text = problemText(screen, key);
  return text === null ? null : html`<p class="problem" id="${fieldId(key)}-problem">${text}</p>`;
}

/** Everything that is wrong, with links to the fields; the browser puts the focus here. */
export function problemSummary(screen: Screen): Html | null {
  const wrong = BUYER_FIELDS.filter((key) => screen.said.problems[key]);
  if (wrong.length === 0) return null;
  return html`<div class="alert bad" role="alert" tabindex="-1" autofocus aria-labelledby="problems">
    <h2 id="problems">${textsOf(screen).problemsTitle}</h2>
    <ul>
      ${wrong.map((key) => html`<li><a href="#${fieldId(key)}">${problemText(screen, key)}</a></li>`)}
    </ul>
  </div>`;
}

/** The id of a field's control. */
export function fieldId(key: BuyerField | 'coupon'): string {
  return `field-${key}`;
}

function problemText(screen: Screen, key: BuyerField): string | null {
  const found = screen.said.problems[key];
  return found ? (textsOf(screen).problems[key][found] ?? null) : null;
}
