import type { BankMessage, ParsedBankMessage } from '../../../core/index.ts';
import { fact } from '../checkout-page/facts.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { statusIcon } from '../checkout-page/icons.ts';
import { REFUSALS } from '../surfaces/lunepay/messages.ts';
import { clockTime, won } from './display.ts';
import { accountName, bdi, textsOf, type View, within } from './view.ts';

/** The longest text that is read: a form has at most 16 KB, and a Korean letter takes nine bytes of it. */
export const SMS_MAX = 1500;

/** How one message of the text was read, and whose account it is. */
export interface ReadMessage {
  readonly message: BankMessage;
  /** The account's id; null when none or several fit; undefined for those who may not know. */
  readonly accountId?: number | null | undefined;
}

/** What was read, and what it must be read by again when it is registered. */
export interface SmsReading {
  readonly text: string;
  readonly receivedAt: number;
  readonly messages: readonly ReadMessage[];
}

/** The box for a message. */
export function smsForm(view: View, text = ''): Html {
  const { sms: t } = textsOf(view);
  return html`<form method="post" action="${within(view, '/sms')}">
    ${view.token}
    <p class="field">
      <label for="sms-text">${t.label}</label>
      <textarea id="sms-text" name="text" rows="6" required maxlength="${SMS_MAX}" autocomplete="off">
${text}</textarea>
    </p>
    <button class="button" type="submit">${t.button}</button>
  </form>`;
}

/** How the message was read, with the box for the next one below. */
export function smsResult(view: View, reading: SmsReading): Html {
  const { sms: t, back } = textsOf(view);
  const several = reading.messages.length > 1;
  const results = reading.messages.map(
    (read, index) =>
      html`<section class="result">
        ${several && html`<h2>${t.nth(index + 1)}</h2>`} ${oneResult(view, reading, index)}
      </section>`,
  );
  return html`<h1>${t.title}</h1>
    ${results}
    <section class="result">
      <h2>${t.another}</h2>
      <p class="note">${t.intro}</p>
      ${smsForm(view, reading.text)}
    </section>
    <p class="actions"><a class="button quiet" href="${within(view)}">${back}</a></p>`;
}

function oneResult(view: View, reading: SmsReading, index: number): Html | null {
  const read = reading.messages[index];
  if (!read) return null;
  const { sms: t } = textsOf(view);
  const { message } = read;
  if (!message.ok)
    return html`<div class="status bad">
      ${statusIcon('cross')}
      <p class="headline">${t.bad}</p>
      <p>${REFUSALS[message.reason][view.request.lang]}</p>
    </div>`;
  const isIn = message.direction === 'in';
  return html`<div class="status ${isIn ? 'good' : 'neutral'}">
      ${statusIcon(isIn ? 'check' : 'arrow')}
      <p class="headline">${isIn ? t.good : t.out}</p>
    </div>
    ${message.foreignRouted && html`<p class="alert">${t.foreign}</p>`} ${facts(view, message)}
    ${isIn && registration(view, reading, index)}`;
}

function facts(view: View, message: ParsedBankMessage): Html {
  const { sms: t } = textsOf(view);
  const { lang } = view.request;
  const or = (value: Html | string | null): Html | string => value ?? html`<em>${t.unknown}</em>`;
  return html`<dl class="facts">
    ${fact(t.direction, message.direction === 'in' ? t.in : t.outWord)} ${fact(t.bank, or(message.bank))}
    ${fact(t.account, or(message.accountMask))} ${fact(t.amount, won(message.amount, lang))}
    ${fact(t.balance, or(message.balance === null ? null : won(message.balance, lang)))}
    ${fact(t.depositor, or(message.depositor === null ? null : bdi(message.depositor)))}
    ${fact(t.method, or(message.method))}
    ${fact(t.time, or(message.occurredAt === null ? null : clockTime(message.occurredAt, view.now, lang)))}
  </dl>`;
}

/** Only for the owner: members do not know the numbers that a mask is compared with. */
function registration(view: View, { text, receivedAt, messages }: SmsReading, index: number): Html | null {
  const accountId = messages[index]?.accountId;
  if (accountId === undefined) return null;
  const { sms: t } = textsOf(view);
  if (accountId === null) return html`<p class="note">${t.fitsNone}</p>`;
  return html`<form method="post" action="${within(view, '/sms/register')}">
    ${view.token}
    <input type="hidden" name="text" value="${text}" />
    <input type="hidden" name="index" value="${index}" />
    <input type="hidden" name="received" value="${receivedAt}" />
    <p class="note">${t.fits(accountName(view, accountId))} ${t.registerText}</p>
    <button class="button quiet" type="submit">${t.register}</button>
  </form>`;
}
