import { type Html, html } from '../checkout-page/html.ts';
import { addressSearch } from './address-search.ts';
import { field } from './fields.ts';
import { type Screen, textsOf } from './screen.ts';

/** Where to send the order. Everything can be typed; the search only helps. */
export function addressFields(screen: Screen): Html {
  const { sections, hints } = textsOf(screen);
  return html`<section class="card" aria-labelledby="delivery-heading">
    <h2 id="delivery-heading">${sections.delivery}</h2>
    <div class="postcode">
      ${field(screen, { field: 'postcode', autocomplete: 'postal-code', inputmode: 'numeric', required: true, length: 10, hint: hints.postcode })}
      ${addressSearch(screen.request)}
    </div>
    ${field(screen, { field: 'address', autocomplete: 'address-line1', required: true, length: 200 })}
    ${field(screen, { field: 'detail', name: 'address_detail', autocomplete: 'address-line2', length: 100 })}
  </section>`;
}
