import type { PaymentMethod } from '../../../core/index.ts';
import type { Language } from '../language.ts';
import type { BuyerField, BuyerProblem } from './buyer-form.ts';
import type { SessionState } from './session-state.ts';
import { en } from './texts.en.ts';
import { ko } from './texts.ko.ts';

interface Said {
  readonly title: string;
  readonly text: string;
}

/** What the page of an order says beyond what all hosted pages say (`checkout-page/texts.ts`). */
export interface SessionTexts {
  readonly states: Readonly<Record<SessionState, Said>>;
  readonly notices: Readonly<Record<Notice, string>>;
  readonly sections: Readonly<Record<Section, string>>;
  readonly fields: Readonly<Record<BuyerField | 'coupon', string>>;
  readonly hints: Readonly<Record<'email' | 'phone' | 'postcode' | 'coupon', string>>;
  readonly optional: string;
  readonly required: string;
  readonly problemsTitle: string;
  readonly problems: Readonly<Record<BuyerField, Readonly<Partial<Record<BuyerProblem, string>>>>>;
  readonly totals: Readonly<
    Record<'items' | 'shipping' | 'tax' | 'discount' | 'due' | 'unpaid' | 'left', string>
  >;
  readonly free: string;
  readonly itemCount: (count: number) => string;
  readonly quantity: (count: number) => string;
  readonly each: (price: string) => string;
  readonly coupon: Readonly<Record<'apply' | 'remove' | 'missing', string>>;
  readonly couponApplied: (amount: string) => string;
  readonly methodHints: Readonly<Record<PaymentMethod, string>>;
  readonly instalments: Readonly<Record<'atOnce' | 'hint', string>>;
  readonly months: (months: number) => string;
  readonly pay: (price: string) => string;
  readonly orderFree: (price: string) => string;
  readonly nothingToPay: string;
  readonly agree: string;
  readonly links: Readonly<Record<'terms' | 'privacy' | 'skip', string>>;
  readonly secure: string;
  readonly actions: Readonly<Record<Action, string>>;
  readonly cancelWarning: string;
  readonly live: string;
  /** Around the seconds that are left, which a script counts down. */
  readonly returning: Readonly<Record<'before' | 'after' | 'stop', string>>;
  readonly receipt: Readonly<Record<'heading' | 'order' | 'orderNumber' | 'buyer' | 'address', string>>;
  readonly seller: Readonly<Record<SellerFact, string>>;
}

/** What a page may say above everything else. */
export type Notice =
  'changed' | 'blocked' | 'method' | 'slow' | 'unchanged' | 'couponFirst' | 'couponRefused' | 'couponLost';

type Section = 'order' | 'buyer' | 'delivery' | 'methods' | 'coupon' | 'total' | 'instructions';

type Action = 'otherWay' | 'cancel' | 'cancelAsk' | 'toShop' | 'print';

type SellerFact =
  | 'heading'
  | 'businessName'
  | 'ceoName'
  | 'businessNumber'
  | 'unverified'
  | 'mailOrderNumber'
  | 'address'
  | 'phone'
  | 'email'
  | 'duty';

/** Korean first. */
export const SESSION_TEXTS: Readonly<Record<Language, SessionTexts>> = { ko, en };
