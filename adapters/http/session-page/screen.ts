import type { PaymentMethod, SessionView, TransferInstructions } from '../../../core/index.ts';
import type { Html } from '../checkout-page/html.ts';
import { link, type PageRequest } from '../checkout-page/page-request.ts';
import type { BuyerEntry, BuyerProblems } from './buyer-form.ts';
import { priceText } from './price.ts';
import type { SessionState } from './session-state.ts';
import { type Notice, SESSION_TEXTS, type SessionTexts } from './texts.ts';

/** What the page of an order shows: what is so, and what the buyer has just done. */
export interface Screen extends SessionView {
  /** In the language of the order unless the buyer has chosen another one. */
  readonly request: PageRequest;
  readonly state: SessionState;
  /** The ways to pay that the shop offers and a gateway carries now. */
  readonly methods: readonly PaymentMethod[];
  /** Where to transfer to; null while no transfer is waited for. */
  readonly instructions: TransferInstructions | null;
  /** The hidden field that proves a form ours. */
  readonly token: Html;
  /** The address back to the shop with the signed result; null while there is none, or the shop has named no address. */
  readonly wayBack: string | null;
  /** Just paid: the page goes back to the shop by itself. A receipt that is looked at later stays. */
  readonly isFresh: boolean;
  /** Where a test transfer can be made; null for real ones. */
  readonly testTransfer: string | null;
  readonly said: Said;
}

/** What the buyer has typed, and what the page answers to it. */
export interface Said {
  readonly entry: BuyerEntry;
  readonly problems: BuyerProblems;
  readonly notice: Notice | null;
  /** Below the coupon box: why a code was refused, or what it takes off. */
  readonly coupon: { readonly text: string; readonly isProblem: boolean } | null;
}

/** The words of the buyer's language. */
export function textsOf({ request }: Screen): SessionTexts {
  return SESSION_TEXTS[request.lang];
}

/** The address of something below this order's page. */
export function below({ request, session }: Pick<Screen, 'request' | 'session'>, path = ''): string {
  return link(request, `/checkout/${session.id}${path}`);
}

/** An amount of this order's currency. */
export function price({ request, session }: Screen, amount: number): string {
  return priceText(amount, session.currency, request.lang);
}
