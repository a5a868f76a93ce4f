import { MAX_ATTEMPTS } from '../../../core/index.ts';
import { declineText } from '../checkout-page/decline-texts.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { BRAND_ICON } from '../checkout-page/icons.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { cancelPart, policyLinks } from './actions-view.ts';
import { addressFields } from './address-view.ts';
import { couponBox } from './coupon-view.ts';
import { field, fieldId, invalid, problem, problemSummary } from './fields.ts';
import { methodTabs } from './methods-view.ts';
import { orderItems, orderTotals } from './order-view.ts';
import { below, price, type Screen, textsOf } from './screen.ts';

/** The order and the form that pays it: one form, so that no button loses what was typed for another. */
export function payForm(screen: Screen): Html {
  const { session, token, payment } = screen;
  const t = textsOf(screen);
  return html`${problemSummary(screen)}${noticePart(screen)}${declined(screen)}
    ${screen.state === 'payable' && html`<h1>${t.states.payable.title}</h1>`}
    <form class="checkout-form" method="post" action="${below(screen, '/pay')}" novalidate>
      ${token}<input type="hidden" name="amount" value="${payment.amount}" />${enterButton(screen)}
      <section class="card basket" aria-label="${t.sections.order}">
        ${orderItems(screen)}${couponBox(screen)}${orderTotals(screen)}
      </section>
      <div class="steps">
        ${buyerFields(screen)}${session.needsShipping && addressFields(screen)}${methodTabs(screen)}
        <section class="card pay" aria-label="${t.sections.total}">
          <p class="due"><span>${t.totals.due}</span> <strong>${price(screen, payment.amount)}</strong></p>
          ${agreement(screen)}${payButton(screen)}
          <p class="hint secure">${BRAND_ICON} ${t.secure}</p>
        </section>
      </div>
    </form>
    ${cancelPart(screen)}`;
}

/** The first button of a form is the one that the Enter key presses: it must be the one that pays, not a coupon's. */
function enterButton(screen: Screen): Html {
  return html`<button class="enter" type="submit" tabindex="-1" aria-hidden="true">
    ${payLabel(screen)}
  </button>`;
}

function payButton(screen: Screen): Html {
  return html`<button class="button" type="submit" id="pay">${payLabel(screen)}</button>`;
}

function payLabel(screen: Screen): string {
  const { amount } = screen.payment;
  const { pay, orderFree } = textsOf(screen);
  return amount === 0 ? orderFree(price(screen, amount)) : pay(price(screen, amount));
}

function buyerFields(screen: Screen): Html {
  const { sections, hints } = textsOf(screen);
  return html`<section class="card" aria-labelledby="buyer-heading">
    <h2 id="buyer-heading">${sections.buyer}</h2>
    <div class="side-by-side">
      ${field(screen, { field: 'name', autocomplete: 'name', required: true, length: 100 })}
      ${field(screen, { field: 'phone', type: 'tel', autocomplete: 'tel', required: true, length: 30, hint: hints.phone })}
    </div>
    ${field(screen, { field: 'email', type: 'email', autocomplete: 'email', length: 254, hint: hints.email })}
  </section>`;
}

function agreement(screen: Screen): Html {
  const { agree, required } = textsOf(screen);
  const id = fieldId('agree');
  return html`<div class="agreement${screen.said.problems.agree && ' wrong'}">
    <label class="check"
      ><input
        type="checkbox"
        id="${id}"
        name="agree"
        value="yes"
        required
        ${screen.said.entry.agree && html` checked`}${invalid(screen, 'agree')}
      />
      <span>${agree} <small>${required}</small></span></label
    >
    ${problem(screen, 'agree')}${policyLinks(screen)}
  </div>`;
}

function declined(screen: Screen): Html | null {
  const { state, payment, request } = screen;
  if (state !== 'declined') return null;
  const { title, text } = textsOf(screen).states.declined;
  const tries = MAX_ATTEMPTS - payment.attemptCount;
  return html`<div class="alert bad" role="alert">
    <h1>${title}</h1>
    <p><strong>${declineText(payment.failureCode, request.lang)}</strong></p>
    <p>${text}${tries > 0 && tries <= 2 && html` ${TEXTS[request.lang].triesLeft(tries)}`}</p>
  </div>`;
}

/** What the page has to say before anything else; the browser puts the focus here. */
export function noticePart(screen: Screen): Html | null {
  const { notice } = screen.said;
  return (
    notice &&
    html`<div class="alert" role="alert" tabindex="-1" autofocus>
      <p>${textsOf(screen).notices[notice]}</p>
    </div>`
  );
}
