import { DAY } from '../kernel/time.ts';
import type { SecretBox } from '../ports.ts';
import type { WorkspacePolicy } from '../workspaces/workspace.ts';
import type { Deposit } from './deposit.ts';

/** What a new deposit must say of itself; the rest is as for one that came without a message. */
export type NewDeposit = Pick<
  Deposit,
  | 'merchantId'
  | 'mode'
  | 'workspaceId'
  | 'bankAccountId'
  | 'amount'
  | 'depositorName'
  | 'depositedAt'
  | 'source'
  | 'createdAt'
> &
  Partial<Deposit>;

/** A deposit that has just become known: open, and without an order. */
export function newDeposit(input: NewDeposit): Omit<Deposit, 'id'> {
  return {
    balance: null,
    method: null,
    deviceId: null,
    status: 'open',
    hold: null,
    orderId: null,
    matchedBy: null,
    matchedAt: null,
    sealedText: null,
    purgeAt: null,
    textHash: null,
    fingerprint: null,
    messageKey: null,
    firstOrderId: null,
    updatedAt: input.createdAt,
    version: 1,
    ...input,
  };
}

/** The text of a message as it is kept, and until when; none where there is none or the workspace keeps none. */
export function keptText(
  box: Pick<SecretBox, 'seal'>,
  text: string | null,
  { keepSmsDays }: Pick<WorkspacePolicy, 'keepSmsDays'>,
  now: number,
): Pick<Deposit, 'sealedText' | 'purgeAt'> {
  if (text === null || keepSmsDays === 0) return { sealedText: null, purgeAt: null };
  return { sealedText: box.seal(text), purgeAt: now + keepSmsDays * DAY };
}
