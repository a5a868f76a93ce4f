import { createHash } from 'node:crypto';
import {
  type Actor,
  type BankAccountView,
  type CandidateView,
  type Core,
  type Deposit,
  type DepositOrder,
  type DepositView,
  type Device,
  type DeviceView,
  isRefusal,
  type OffsetPage,
  type RefundAccount,
  type RefundTransfer,
  scopeOf,
  type WorkspaceView,
} from '../../../core/index.ts';

/** How many deposits a page of them has: each comes with its candidates. */
export const OPEN_PAGE = 20;

const RECENT = 20;
/** A deposit that is matched late is not among the newest ones: the latest matches are looked for in so many. */
const RECENT_AMONG = 100;
const DISMISSED = 10;
const ORDERS = 10;
const ALL = { limit: 1000, offset: 0 };

/** A deposit that waits for a person, and the orders that it may pay. */
export interface OpenDeposit extends DepositView {
  readonly candidates: readonly CandidateView[];
}

/** A deposit and the order that it has paid. */
export interface MatchedDeposit {
  readonly deposit: Deposit;
  readonly order: DepositOrder;
}

/** Money that a person must send back. */
export interface WaitingRefund {
  readonly transfer: RefundTransfer;
  readonly order: DepositOrder;
  /** Null when the buyer has to be asked. */
  readonly account: RefundAccount | null;
}

/** What changes without the reader's doing. */
export interface LiveBoard {
  /** Another one as soon as anything of this is another. */
  readonly stamp: string;
  readonly open: OffsetPage<OpenDeposit> & { readonly from: number };
  readonly matches: readonly MatchedDeposit[];
  readonly dismissed: OffsetPage<DepositView>;
  readonly refunds: readonly WaitingRefund[];
  readonly orders: OffsetPage<DepositOrder>;
  readonly devices: readonly DeviceView[];
}

/** Everything that the page of a workspace shows. */
export interface Board extends LiveBoard, WorkspaceView {
  readonly accounts: readonly BankAccountView[];
  /** Whether the reader belongs to other workspaces too. */
  readonly hasOthers: boolean;
}

/** Whose page it is. */
export interface Of {
  readonly actor: Actor;
  readonly workspaceId: number;
}

/** Reads the page of a workspace; the unmatched deposits from the one after the first `from`. */
export async function loadBoard(core: Core, { actor, workspaceId }: Of, from: number): Promise<Board> {
  // First of all: what changes from here on is told by the next stamp.
  const stamp = await stampOf(core, { actor, workspaceId });
  const [view, open, matches, dismissed, refunds] = await Promise.all([
    core.workspaces.get(actor, workspaceId),
    loadOpen(core, { actor, workspaceId }, from),
    loadMatches(core, { actor, workspaceId }),
    core.deposits.list(actor, workspaceId, { status: 'dismissed' }, { limit: DISMISSED, offset: 0 }),
    loadRefunds(core, { actor, workspaceId }),
  ]);
  const [orders, devices, accounts, mine] = await Promise.all([
    core.depositOrders.list(actor, workspaceId, { status: 'pending' }, { limit: ORDERS, offset: 0 }),
    core.devices.list(actor, workspaceId),
    core.bankAccounts.list(actor, workspaceId, {}, ALL),
    core.workspaces.list(actor, { limit: 1, offset: 0 }),
  ]);
  const live = { stamp, open, matches, dismissed, refunds, orders, devices };
  return { ...view, ...live, accounts: accounts.items, hasOthers: mine.total > 1 };
}

async function loadOpen(core: Core, { actor, workspaceId }: Of, from: number): Promise<LiveBoard['open']> {
  const page = { limit: OPEN_PAGE, offset: from };
  const { items, total } = await core.deposits.list(actor, workspaceId, { status: 'open' }, page);
  const open = items.map(async (view) => ({
    ...view,
    candidates: await core.deposits.candidates(actor, workspaceId, view.deposit.id),
  }));
  return { items: await Promise.all(open), total, from };
}

async function loadMatches(core: Core, { actor, workspaceId }: Of): Promise<MatchedDeposit[]> {
  const among = { limit: RECENT_AMONG, offset: 0 };
  const { items } = await core.deposits.list(actor, workspaceId, { status: 'matched' }, among);
  const recent = items
    .map(({ deposit }) => deposit)
    .sort((one, other) => (other.matchedAt ?? 0) - (one.matchedAt ?? 0) || other.id - one.id)
    .slice(0, RECENT);
  const matched = recent.map(async (deposit) => {
    const order = await orderOf(core, { actor, workspaceId }, deposit.orderId ?? 0);
    return order ? [{ deposit, order }] : [];
  });
  return (await Promise.all(matched)).flat();
}

async function loadRefunds(core: Core, { actor, workspaceId }: Of): Promise<WaitingRefund[]> {
  const waiting = await core.refundTransfers.listWaiting(actor, workspaceId);
  const refunds = waiting.map(async (transfer) => {
    const order = await orderOf(core, { actor, workspaceId }, transfer.orderId);
    const { refundAccount: account } = await core.refunds.get(scopeOf(actor), transfer.refundId);
    return order ? [{ transfer, order, account }] : [];
  });
  return (await Promise.all(refunds)).flat();
}

/** The order as it is now; null when a match has been undone since the deposit was read. */
async function orderOf(core: Core, { actor, workspaceId }: Of, id: number): Promise<DepositOrder | null> {
  try {
    return await core.depositOrders.get(actor, workspaceId, id);
  } catch (error) {
    if (isRefusal(error, 'not_found')) return null;
    throw error;
  }
}

/** Whether a phone has been silent for too long, also before the job has noticed. */
export function isSilent({ isActive, silentSince, dueAt }: Device, now: number): boolean {
  return isActive && (silentSince !== null || (dueAt !== null && dueAt <= now));
}

/** Tells one state of a workspace from the next: deposits, orders, refunds, signs of life. It says nothing of them. */
export async function stampOf(core: Core, { actor, workspaceId }: Of): Promise<string> {
  const first = { limit: 1, offset: 0 };
  const now = core.clock.now();
  const [changed, open, orders, refunds, devices] = await Promise.all([
    core.deposits.lastChange(actor, workspaceId),
    core.deposits.list(actor, workspaceId, { status: 'open' }, first),
    core.depositOrders.list(actor, workspaceId, { status: 'pending' }, first),
    core.refundTransfers.listWaiting(actor, workspaceId),
    core.devices.list(actor, workspaceId),
  ]);
  const state = [
    changed,
    open.total,
    orders.total,
    orders.items[0]?.id,
    refunds.map(({ refundId }) => refundId),
    devices.map(({ device }) => [device.id, device.version, device.lastSeenAt, isSilent(device, now)]),
  ];
  return createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 16);
}
