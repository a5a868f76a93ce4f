import { type Bank, BANKS, type BankAccountView } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import type { Language } from '../language.ts';
import { bdi, deed, textsOf, type View, within } from './view.ts';

/** Where most shops have their account; offered first, in this order. */
const USUAL = ['004', '088', '020', '081', '011', '003', '090', '092', '089', '045', '071', '048'];

/** The accounts whose messages are read, with the form for another one. */
export function accountsPart(view: View): Html {
  const { accounts: t } = textsOf(view);
  const rows = view.accounts.map((account) => accountRow(view, account));
  return html`${
    rows.length === 0
      ? html`<p class="none">${t.none}</p>`
      : html`<ul class="rows">
          ${rows}
        </ul>`
  }
  ${view.role === 'owner' && accountForm(view)}`;
}

function accountRow(view: View, { account, accountNumber }: BankAccountView): Html {
  const { accounts: t } = textsOf(view);
  const about = `${account.bankName} ${accountNumber}`;
  return html`<li>
    <div>
      <p class="name">${account.bankName} <span class="number">${accountNumber}</span></p>
      <p class="meta">
        <span>${bdi(account.holder)}</span> ${!account.isActive && html`<b class="state">${t.off}</b>`}
      </p>
    </div>
    ${
      view.role === 'owner' &&
      deed(view, {
        path: `/accounts/${account.id}/${account.isActive ? 'off' : 'on'}`,
        label: account.isActive ? t.turnOff : t.turnOn,
        about,
      })
    }
  </li>`;
}

function accountForm(view: View): Html {
  const { accounts: t } = textsOf(view);
  return html`<details class="add">
    <summary>${t.add}</summary>
    <form method="post" action="${within(view, '/accounts')}">
      ${view.token}
      <p class="field">
        <label for="bank">${t.bank}</label>
        <select id="bank" name="bank" required>
          <option value="">${t.choose}</option>
          ${bankOptions(view)}
        </select>
      </p>
      <p class="field">
        <label for="account-number">${t.number}</label>
        <input
          id="account-number"
          name="number"
          required
          inputmode="numeric"
          autocomplete="off"
          minlength="6"
          maxlength="40"
          pattern="\\d[\\d\\-]*\\d"
          title="${t.numberHint}"
          aria-describedby="account-number-hint"
        />
        <small id="account-number-hint">${t.numberHint}</small>
      </p>
      <p class="field">
        <label for="holder">${t.holder}</label>
        <input id="holder" name="holder" required maxlength="100" autocomplete="off" />
      </p>
      <button class="button" type="submit">${t.button}</button>
    </form>
  </details>`;
}

function bankOptions(view: View): Html {
  const { accounts: t } = textsOf(view);
  const usual = USUAL.flatMap((code) => BANKS.filter((bank) => bank.code === code));
  const others = BANKS.filter(({ code }) => !USUAL.includes(code));
  const option = (bank: Bank): Html =>
    html`<option value="${bank.code}">${bankName(bank, view.request.lang)}</option>`;
  return html`<optgroup label="${t.usual}">${usual.map(option)}</optgroup>
    <optgroup label="${t.others}">${others.map(option)}</optgroup>`;
}

function bankName({ name, englishName }: Bank, lang: Language): string {
  return lang === 'en' && englishName !== null ? `${englishName} (${name})` : name;
}
