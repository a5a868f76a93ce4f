import type { PaymentMethod } from '../../../core/index.ts';
import type { Language } from '../language.ts';
import type { Brand } from './page-request.ts';
import type { ErrorPageKind } from './error-page.ts';
import type { CheckoutState } from './checkout-state.ts';
import { en } from './texts.en.ts';
import { ko } from './texts.ko.ts';

interface Said {
  readonly title: string;
  readonly text: string;
}

/** Everything that the hosted pages say, but the reasons of declines: those are in `decline-texts.ts`. */
export interface Texts {
  readonly ownName: string;
  readonly brands: Readonly<Record<Brand, string>>;
  readonly testMode: string;
  readonly states: Readonly<Record<Exclude<CheckoutState, 'succeeded'>, Said>>;
  readonly receipts: Readonly<Record<'paid' | 'partly' | 'whole', Said>>;
  readonly errors: Readonly<Record<ErrorPageKind, Said>> & { readonly again: string };
  readonly notices: Readonly<Record<'unchanged' | 'slow', string>>;
  readonly methods: Readonly<Record<PaymentMethod, string>>;
  readonly labels: Readonly<Record<Label, string>>;
  readonly pay: Readonly<Record<PaymentMethod | 'unchosen', (amount: string) => string>>;
  readonly payHint: Readonly<Record<PaymentMethod | 'unchosen', string>>;
  readonly retry: (amount: string) => string;
  readonly triesLeft: (tries: number) => string;
  readonly actions: Readonly<Record<Action, string>>;
  readonly cancelWarning: string;
  readonly noCardData: string;
}

type Label =
  | 'seller'
  | 'order'
  | 'amount'
  | 'method'
  | 'payBefore'
  | 'paidAt'
  | 'paymentId'
  | 'refunded'
  | 'refunding'
  | 'bank'
  | 'account'
  | 'holder'
  | 'depositor'
  | 'deadline'
  | 'koreanTime'
  | 'depositorHint'
  | 'virtualAccountHint'
  | 'choose';

type Action = 'continue' | 'check' | 'cancel' | 'cancelAsk' | 'copy' | 'copied' | 'simulate';

/** Korean first. */
export const TEXTS: Readonly<Record<Language, Texts>> = { ko, en };
