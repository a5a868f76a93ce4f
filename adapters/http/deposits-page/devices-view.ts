import type { Device, DeviceView, MessageRefusal } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { REFUSALS } from '../surfaces/lunepay/messages.ts';
import { isSilent, type LiveBoard } from './board.ts';
import { ago } from './display.ts';
import { bdi, textsOf, type View, within } from './view.ts';

/** The phones and when each was last heard. */
export function devicesPart(view: View, { devices }: Pick<LiveBoard, 'devices'>): Html {
  const { devices: t } = textsOf(view);
  if (devices.length === 0) return html`<p class="none">${t.none}</p>`;
  return html`<ul class="rows">
    ${devices.map((device) => deviceRow(view, device))}
  </ul>`;
}

function deviceRow(view: View, { device }: DeviceView): Html {
  const { devices: t } = textsOf(view);
  return html`<li>
    <div>
      <p class="name">${bdi(device.name)}</p>
      ${signOfLife(view, device)}${lastRefusal(view, device)}
    </div>
    ${
      view.role === 'owner' &&
      html`<a
        class="button small quiet"
        id="device-${device.id}"
        href="${within(view, `/devices/${device.id}`)}"
        >${t.setUp}<span class="hidden"> ${device.name}</span></a
      >`
    }
  </li>`;
}

type DeviceState = 'on' | 'waiting' | 'silent' | 'off';

function stateOf(device: Device, now: number): DeviceState {
  if (!device.isActive) return 'off';
  if (isSilent(device, now)) return 'silent';
  return device.lastSeenAt === null ? 'waiting' : 'on';
}

/** Whether the phone is heard, since when not, and what that means. */
export function signOfLife(view: View, device: Device): Html {
  const { devices: t } = textsOf(view);
  const state = stateOf(device, view.now);
  return html`<p class="meta life ${state}">
    <b class="state">${t.states[state]}</b>
    ${
      device.lastSeenAt === null
        ? html`<span>${t.never}</span>`
        : html`<span>${t.seen} ${ago(device.lastSeenAt, view.now, view.request.lang)}</span>`
    }
  </p>`;
}

/** Money may have come with a message that was not taken: its owner must be able to see that. */
function lastRefusal(view: View, { lastRefusal: last }: Device): Html | null {
  if (last === null) return null;
  const { devices: t } = textsOf(view);
  const { lang } = view.request;
  const why = REFUSALS[last.reason as MessageRefusal][lang];
  return html`<p class="meta"><span>${t.refused} (${ago(last.at, view.now, lang)}): ${why}</span></p>`;
}

/** Above everything else: while a phone is silent the list below may be missing something. */
export function silentAlert(view: View, { devices }: Pick<LiveBoard, 'devices'>): Html | null {
  const silent = devices.filter(({ device }) => isSilent(device, view.now));
  if (silent.length === 0) return null;
  const { devices: t } = textsOf(view);
  return html`<div class="alert bad">
    <p><strong>${t.silentTop(silent.map(({ device }) => device.name).join(', '))}</strong></p>
    <p>${t.silentHelp}</p>
  </div>`;
}

/** The form that registers a phone; for the owner. */
export function deviceForm(view: View): Html {
  const { devices: t } = textsOf(view);
  return html`<details class="add">
    <summary>${t.add}</summary>
    <form method="post" action="${within(view, '/devices')}">
      ${view.token}
      <p class="field">
        <label for="device-name">${t.name}</label>
        <input
          id="device-name"
          name="name"
          required
          maxlength="100"
          autocomplete="off"
          placeholder="${t.nameHint}"
        />
      </p>
      <button class="button" type="submit">${t.button}</button>
    </form>
  </details>`;
}
