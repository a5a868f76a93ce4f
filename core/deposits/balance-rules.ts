import { MINUTE } from '../kernel/time.ts';
import type { KnownBalance } from '../workspaces/bank-account.ts';

/** How many balances of an account are kept: messages that come later than so many others are left to a person. */
export const BALANCES_MAX = 20;

/** What a message says of the account: the balance after it, and what it has changed. In won; `at` as printed. */
export interface BalanceMessage {
  readonly at: number;
  readonly balance: number;
  /** Positive for money that came in, negative for money that went out. */
  readonly change: number;
}

/**
 * `first`: nothing was known before. `follows`: the balance before this message is one that we know, and nothing else
 * has followed from it. `gap`: it is not, so that something is missing, or made up.
 */
export type BalanceVerdict = 'first' | 'follows' | 'gap';

/**
 * Takes a message's balance into the chain (BANK-SMS.md, The public webhook). After a gap the new balance is known all
 * the same: a withdrawal that we did not see must not hold up every later deposit. A message whose balance and minute
 * we have changes nothing, and counts as a gap so that nothing is paid twice.
 */
export function followBalance(
  known: readonly KnownBalance[],
  message: BalanceMessage,
): { readonly balances: readonly KnownBalance[]; readonly verdict: BalanceVerdict } {
  const explained = explains(known, message);
  if (!explained && known.some((entry) => isOf(entry, message))) return { balances: known, verdict: 'gap' };
  const entry = { at: message.at, balance: message.balance, followed: false };
  const balances = latest([...(explained ?? known), entry]);
  if (known.length === 0) return { balances, verdict: 'first' };
  return { balances, verdict: explained ? 'follows' : 'gap' };
}

/**
 * Whether a message that was a gap follows by now, because those before it came after it: answers the balances with
 * the one that it follows from marked, or null while it still is a gap. Its own balance is known already.
 */
export function explains(
  balances: readonly KnownBalance[],
  held: BalanceMessage,
): readonly KnownBalance[] | null {
  const before = held.balance - held.change;
  const from = balances.findLastIndex(
    ({ at, balance, followed }) => balance === before && !followed && minuteOf(at) <= minuteOf(held.at),
  );
  if (from === -1) return null;
  return balances.map((entry, index) => (index === from ? { ...entry, followed: true } : entry));
}

function isOf({ at, balance }: KnownBalance, message: BalanceMessage): boolean {
  return balance === message.balance && minuteOf(at) === minuteOf(message.at);
}

/** By the minute, and within one as they came: banks print no seconds. */
function latest(balances: readonly KnownBalance[]): readonly KnownBalance[] {
  return balances.toSorted((one, other) => minuteOf(one.at) - minuteOf(other.at)).slice(-BALANCES_MAX);
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE);
}
