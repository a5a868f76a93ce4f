import type { DeviceView } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { deviceUrl } from '../surfaces/lunepay/present.ts';
import { isSilent } from './board.ts';
import { signOfLife } from './devices-view.ts';
import { type ForwarderGuide, forwarderGuides } from './forwarder-guides.ts';
import { bdi, deed, livePart, textsOf, type View, within } from './view.ts';

/** What is live on a phone's page: that its first message has come. */
export function deviceLive(view: View, { device }: DeviceView): Html {
  const help =
    isSilent(device, view.now) && html`<p class="alert bad">${textsOf(view).devices.silentHelp}</p>`;
  return livePart('device', html`${signOfLife(view, device)} ${help}`);
}

/** How a phone is connected, and what its owner may do with it. Its token and secret are shown here alone. */
export function deviceView(view: View, { device, token, secret }: DeviceView): Html {
  const t = textsOf(view);
  const proof = token === null || secret === null ? null : { token, secret };
  return html`<p><a class="back" href="${within(view)}">← ${t.back}</a></p>
    <h1>${bdi(device.name)}</h1>
    ${deviceLive(view, { device, token, secret })}
    ${device.isActive ? proof && setUp(view, proof) : html`<p class="alert">${t.device.isOff}</p>`}
    ${danger(view, { device, token, secret })}`;
}

function setUp(view: View, { token, secret }: { readonly token: string; readonly secret: string }): Html {
  const { device: t } = textsOf(view);
  const url = deviceUrl(view.request.site.publicUrl.replace(/\/+$/, ''), token);
  const guides = forwarderGuides({ url, secret });
  return html`<section class="result">
      <h2>${t.guides}</h2>
      <p class="note">${t.guidesText}</p>
      ${guides.map((guide, index) => guideFold(view, guide, index === 0))}
    </section>
    <section class="result">
      <h2>${t.test}</h2>
      <p class="note">${t.testText}</p>
    </section>
    <section class="result">
      <h2>${t.address}</h2>
      ${copyable(view, t.address, url)}
      <h2>${t.secret}</h2>
      ${copyable(view, t.secret, secret)}
      <p class="alert">${t.keep}</p>
    </section>`;
}

function guideFold(view: View, guide: ForwarderGuide, isOpen: boolean): Html {
  const t = textsOf(view);
  const { lang } = view.request;
  const steps = guide.steps.map((step) => html`<li>${step[lang]}</li>`);
  const snippets = guide.snippets.map(
    ({ label, text }) =>
      html`<p class="label">${label[lang]}</p>
        ${copyable(view, label[lang], text)}`,
  );
  return html`<details class="guide" id="guide-${guide.id}" ${isOpen && html` open`}>
    <summary>
      <span
        >${guide.name}
        <small>${t.devices.platforms[guide.platform]} · ${t.device.proof[guide.proof]}</small></span
      >
      ${guide.recommended && html`<b class="badge">${t.device.recommended}</b>`}
    </summary>
    <ol class="steps">
      ${steps}
    </ol>
    ${snippets}
  </details>`;
}

/** A text to be put into another app: marked whole by one tap, and copied where scripts run. */
function copyable(view: View, label: string, text: string): Html {
  const { copy, copied } = textsOf(view);
  return html`<div class="snippet">
    <pre class="copyable" tabindex="0" role="group" aria-label="${label}">${text}</pre>
    <button class="copy" type="button" hidden data-copy="${text}" data-done="${copied}">
      <span>${copy}</span> <span class="hidden">${label}</span>
    </button>
  </div>`;
}

function danger(view: View, { device }: DeviceView): Html {
  const { device: t } = textsOf(view);
  const path = `/devices/${device.id}`;
  if (!device.isActive) return deed(view, { path: `${path}/on`, label: t.onButton, look: 'main' });
  const { requiresSignature } = device;
  return html`<details class="add" ${requiresSignature && html` open`}>
      <summary>${t.signature}</summary>
      <p class="note">${t.signatureText}</p>
      ${deed(view, {
        path: `${path}/${requiresSignature ? 'unsigned' : 'signed'}`,
        label: requiresSignature ? t.signatureOff : t.signatureOn,
      })}
    </details>
    <details class="add">
      <summary>${t.again}</summary>
      <p class="note">${t.againText}</p>
      ${deed(view, { path: `${path}/rotate`, label: t.againButton, look: 'danger' })}
    </details>
    <details class="add">
      <summary>${t.off}</summary>
      <p class="note">${t.offText}</p>
      ${deed(view, { path: `${path}/off`, label: t.offButton, look: 'danger' })}
    </details>`;
}
