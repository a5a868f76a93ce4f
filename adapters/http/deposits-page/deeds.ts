import { type Actor, BANKS, type Core, DomainError } from '../../../core/index.ts';
import { idOf } from '../surfaces/lunepay/requests.ts';
import { confirmation } from './confirm-view.ts';
import type { NoticeCode } from './notices.ts';
import { needsLook } from './open-view.ts';
import { POLICY_MAX } from './policy-view.ts';
import { readSms } from './sms-reading.ts';

/** One posted form of a workspace, proved ours. */
export interface Posted {
  readonly core: Core;
  readonly actor: Actor;
  readonly workspaceId: number;
  /** What the path names: `item`, `order`. */
  readonly params: Readonly<Record<string, string>>;
  readonly form: URLSearchParams;
}

/** What was done, and which page tells it: below the workspace, its first page when left out. */
export type Done =
  | { readonly notice: NoticeCode; readonly path?: string; readonly depositId?: number }
  /** Nothing was done: this page asks first. */
  | { readonly ask: string };

/** Does one thing. What core refuses is thrown on. */
export type DoDeed = (posted: Posted) => Promise<Done>;

/** Everything that the page can do, by its path below a workspace. */
export const DEEDS: Readonly<Record<string, DoDeed>> = {
  '/deposits/:item/match/:order': match,
  '/deposits/:item/unmatch': async ({ core, actor, workspaceId, params }) => {
    await core.deposits.unmatch(actor, workspaceId, idOf(params['item']));
    return { notice: 'unmatched' };
  },
  '/deposits/:item/release': async ({ core, actor, workspaceId, params }) => {
    const { deposit } = await core.deposits.release(actor, workspaceId, idOf(params['item']));
    return { notice: deposit.status === 'matched' ? 'released_matched' : 'released' };
  },
  '/deposits/:item/dismiss': async ({ core, actor, workspaceId, params }) => {
    const { deposit } = await core.deposits.dismiss(actor, workspaceId, idOf(params['item']));
    return { notice: 'dismissed', depositId: deposit.id };
  },
  '/deposits/:item/restore': async ({ core, actor, workspaceId, params }) => {
    await core.deposits.restore(actor, workspaceId, idOf(params['item']));
    return { notice: 'restored' };
  },
  '/refunds/:item/sent': async ({ core, actor, workspaceId, params }) => {
    await core.refundTransfers.markSent(actor, workspaceId, params['item'] ?? '');
    return { notice: 'sent' };
  },
  '/devices': async ({ core, actor, workspaceId, form }) => {
    const { device } = await core.devices.register(actor, workspaceId, { name: textIn(form, 'name', 100) });
    return { notice: 'device_added', path: `/devices/${device.id}` };
  },
  '/devices/:item/rotate': changeDevice({ rotate: true }, 'device_rotated'),
  '/devices/:item/off': changeDevice({ isActive: false }, 'device_off'),
  '/devices/:item/on': changeDevice({ isActive: true }, 'device_on'),
  '/devices/:item/signed': changeDevice({ requiresSignature: true }, 'device_signed'),
  '/devices/:item/unsigned': changeDevice({ requiresSignature: false }, 'device_unsigned'),
  '/accounts': registerAccount,
  '/accounts/:item/off': changeAccount(false, 'account_off'),
  '/accounts/:item/on': changeAccount(true, 'account_on'),
  '/policy': async ({ core, actor, workspaceId, form }) => {
    await core.workspaces.change(actor, workspaceId, {
      policy: {
        allowUnsignedSms: form.get('unsigned') === 'yes',
        matchAmountOnly: form.get('amount-only') === 'yes',
        graceMinutes: numberIn(form, 'grace', POLICY_MAX.grace),
        keepSmsDays: numberIn(form, 'keep', POLICY_MAX.keep),
      },
    });
    return { notice: 'policy_saved' };
  },
  '/sms/register': registerSms,
};

/** One click, unless it needs a second look: then a page asks, and its answer must be about the same amounts. */
async function match({ core, actor, workspaceId, params, form }: Posted): Promise<Done> {
  const of = { depositId: idOf(params['item']), orderId: idOf(params['order']) };
  const { deposit } = await core.deposits.get(actor, workspaceId, of.depositId);
  const order = await core.depositOrders.get(actor, workspaceId, of.orderId);
  // What has been matched meanwhile is refused by core, and needs no question.
  if (deposit.status === 'open' && form.get('confirm') !== confirmation(deposit, order)) {
    const candidates = await core.deposits.candidates(actor, workspaceId, deposit.id);
    const found = candidates.find(({ candidate }) => candidate.orderId === order.id);
    if (needsLook(deposit, order, found?.candidate.doubts ?? ['no candidate']))
      return { ask: `/deposits/${deposit.id}/match/${order.id}` };
  }
  const matched = await core.deposits.matchByHand(actor, workspaceId, of);
  // A match that has completed a payment has no way back to offer.
  return { notice: 'matched', ...(matched.order.paymentId === null ? { depositId: deposit.id } : {}) };
}

function changeDevice(input: Parameters<Core['devices']['change']>[3], notice: NoticeCode): DoDeed {
  return async ({ core, actor, workspaceId, params }) => {
    const { device } = await core.devices.change(actor, workspaceId, idOf(params['item']), input);
    return { notice, path: `/devices/${device.id}` };
  };
}

async function registerAccount({ core, actor, workspaceId, form }: Posted): Promise<Done> {
  const bankCode = textIn(form, 'bank', 3);
  const bank = BANKS.find(({ code }) => code === bankCode);
  if (!bank) throw invalid('bank');
  await core.bankAccounts.register(actor, workspaceId, {
    bankCode,
    bankName: bank.name,
    accountNumber: textIn(form, 'number', 40),
    holder: textIn(form, 'holder', 100),
  });
  return { notice: 'account_added' };
}

function changeAccount(isActive: boolean, notice: NoticeCode): DoDeed {
  return async ({ core, actor, workspaceId, params }) => {
    await core.bankAccounts.change(actor, workspaceId, idOf(params['item']), { isActive });
    return { notice };
  };
}

/** The message is read once more: what a form says of an amount or an account counts for nothing. */
async function registerSms({ core, actor, workspaceId, form }: Posted): Promise<Done> {
  const { text, receivedAt, messages } = await readSms(core, { actor, workspaceId }, form);
  const read = messages[numberIn(form, 'index', 1000)];
  if (!read?.message.ok || read.message.direction !== 'in' || !read.accountId)
    throw new DomainError('not_a_deposit', 'this message tells of no deposit of the workspace');
  const { amount, depositor: depositorName, occurredAt } = read.message;
  const told = { amount, depositorName, depositedAt: occurredAt ?? receivedAt };
  await assertNew({ core, actor, workspaceId }, read.accountId, told);
  const { deposit } = await core.deposits.enter(actor, workspaceId, {
    ...told,
    bankAccountId: read.accountId,
    rawSms: text,
  });
  return { notice: deposit.status === 'matched' ? 'registered_matched' : 'registered' };
}

/** A form that is sent twice, or a message that the phone has handed on already, makes no second deposit. */
async function assertNew(
  { core, actor, workspaceId }: Pick<Posted, 'core' | 'actor' | 'workspaceId'>,
  bankAccountId: number,
  told: { readonly amount: number; readonly depositorName: string | null; readonly depositedAt: number },
): Promise<void> {
  const latest = { limit: 200, offset: 0 };
  const { items } = await core.deposits.list(actor, workspaceId, { bankAccountId }, latest);
  const isKnown = items.some(
    ({ deposit }) =>
      deposit.amount === told.amount &&
      deposit.depositorName === told.depositorName &&
      deposit.depositedAt === told.depositedAt,
  );
  if (isKnown) throw new DomainError('already_exists', 'this deposit is there already');
}

/** A field's text without blanks around it. */
export function textIn(form: URLSearchParams, name: string, max: number): string {
  const text = (form.get(name) ?? '').trim();
  if (text === '' || text.length > max) throw invalid(name);
  return text;
}

function numberIn(form: URLSearchParams, name: string, max: number): number {
  const text = form.get(name) ?? '';
  if (!/^\d{1,6}$/.test(text) || Number(text) > max) throw invalid(name);
  return Number(text);
}

function invalid(field: string): DomainError {
  return new DomainError('invalid_request', 'a field of the form is not valid', { field });
}
