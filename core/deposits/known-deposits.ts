import { scopeOf } from '../kernel/scope.ts';
import { DAY } from '../kernel/time.ts';
import type { Repositories } from '../storage.ts';
import type { Deposit } from './deposit.ts';
import { isAnotherMessage, isDayOnly, startOfDay, TWIN_WINDOW_MS, twinOf } from './deposit-rules.ts';

/** What we know already of a deposit that somebody tells us of. */
export interface KnownDeposit {
  /** The deposit itself: the message tells nothing new. */
  readonly same: Deposit | null;
  /** A deposit that is known by hearsay: the message takes its place. */
  readonly hearsay: Deposit | null;
  /** It may be one that we know: a person must look. */
  readonly isDoubtful: boolean;
  /** A deposit that we keep has the same text and is another one. */
  readonly repeatsText: boolean;
}

/** Who tells us, and the hashes under which the text may be known. */
export interface Telling {
  readonly trusted: boolean;
  readonly textHashes: readonly string[];
}

/**
 * Looks for a deposit among those that we have: by its text, then by account, amount and minute. A text with a balance
 * is one deposit however often it comes; without one, another id or time may be a second deposit. What nobody has signed
 * may have been sent in order to be there first, so it decides nothing against somebody who is trusted.
 */
export async function findKnown(
  tx: Repositories,
  told: Omit<Deposit, 'id'>,
  { trusted, textHashes }: Telling,
): Promise<KnownDeposit> {
  const copies = await tx.deposits.listOfText(scopeOf(told), told.workspaceId, textHashes);
  const isRumour = (known: Deposit): boolean => trusted && known.hold === 'unsigned';
  const believed = copies.filter((copy) => !isRumour(copy));
  const same = believed.find((copy) => told.balance !== null || !isAnotherMessage(copy, told)) ?? null;
  if (same) return { same, hearsay: null, isDoubtful: false, repeatsText: false };
  const ids = new Set(copies.map(({ id }) => id));
  const judged = (await judgeTwins(tx, told)).filter(({ known }) => !ids.has(known.id));
  const twin = judged.find(({ verdict }) => verdict === 'same')?.known ?? null;
  const rumour = copies.find((copy) => isRumour(copy) && copy.status !== 'matched') ?? null;
  const isHearsay = twin !== null && (twin.source !== 'sms' || isRumour(twin));
  if (twin && !(isHearsay && trusted))
    return { same: twin, hearsay: null, isDoubtful: false, repeatsText: false };
  const isDoubtful =
    believed.length > 0 || judged.some(({ known, verdict }) => verdict === 'perhaps' && !isRumour(known));
  return { same: null, hearsay: twin ?? rumour, isDoubtful, repeatsText: believed.length > 0 };
}

/** A deposit that we have, and whether it is the one that we are told of. */
interface Judged {
  readonly known: Deposit;
  readonly verdict: ReturnType<typeof twinOf>;
}

/** What we have of the same account, amount and minute, or day where only the day is known, and what it is. */
export async function judgeTwins(tx: Repositories, told: Omit<Deposit, 'id'>): Promise<Judged[]> {
  const { bankAccountId, amount, depositedAt } = told;
  const day = startOfDay(depositedAt);
  const span = isDayOnly(told)
    ? { from: day, to: day + DAY - 1 }
    : { from: depositedAt - TWIN_WINDOW_MS, to: depositedAt + TWIN_WINDOW_MS };
  const near = await tx.deposits.listTwins(scopeOf(told), { bankAccountId, amount, ...span });
  const ofDay = await tx.deposits.listTwins(scopeOf(told), { bankAccountId, amount, from: day, to: day });
  const seen = new Set(near.map(({ id }) => id));
  const twins = [...near, ...ofDay.filter((known) => isDayOnly(known) && !seen.has(known.id))];
  return twins.map((known) => ({ known, verdict: twinOf(known, told) }));
}
