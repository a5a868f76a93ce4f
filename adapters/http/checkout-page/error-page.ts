import { type Html, html } from './html.ts';
import { statusIcon } from './icons.ts';
import { layout } from './layout.ts';
import { link, type PageRequest } from './page-request.ts';
import { TEXTS } from './texts.ts';

/** Why there is no page to show. */
export type ErrorPageKind = 'not_found' | 'forbidden' | 'invalid' | 'rate_limited' | 'unavailable' | 'bug';

const AGAIN: readonly ErrorPageKind[] = ['forbidden', 'invalid', 'rate_limited', 'unavailable'];

/** A page that says what happened and what to do, and nothing of our insides. */
export function errorPage(request: PageRequest, kind: ErrorPageKind): Html {
  const { errors } = TEXTS[request.lang];
  const { title, text } = errors[kind];
  // Where a form was refused, the page that holds it is one step up.
  const page = request.ctx.path.replace(/\/(?:pay|coupon(?:\/remove)?|other-way|cancel|return)$/, '');
  const main = html`<div class="status neutral">
      ${statusIcon('cross')}
      <h1>${title}</h1>
      <p>${text}</p>
    </div>
    ${AGAIN.includes(kind) && html`<p class="actions"><a class="button" href="${link(request, page)}">${errors.again}</a></p>`}`;
  return layout(request, { title, main });
}
