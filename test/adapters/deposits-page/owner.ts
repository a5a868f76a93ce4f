import type { Deposit } from '../../../core/index.ts';
import { operator, type Operator, type Seen } from './operator.ts';
import type { Shop, SmsChange } from './with-deposits.ts';

/** A message that is a deposit. */
export async function deposit(shop: Shop, change: SmsChange = {}): Promise<Deposit> {
  const receipt = await shop.sms(change);
  if (receipt.kind !== 'deposit') throw new Error(`refused: ${receipt.reason}`);
  return receipt.deposit;
}

/** The owner of a shop, with its page. */
export interface Owner {
  readonly own: Operator;
  /** The page of the shop as it is now. */
  look(): Promise<Seen>;
  /** Sends a form of that page. */
  press(path: string, fields?: Readonly<Record<string, string>>): Promise<Seen>;
}

/** Lets the owner in. */
export async function enter(shop: Shop, language = 'ko'): Promise<Owner> {
  const own = operator(shop.url, shop.token, language);
  const look = (): Promise<Seen> => own.open(shop.path);
  return { own, look, press: async (path, fields = {}) => own.press(await look(), path, fields) };
}
