import { type Actor, chooseAccount, type Core, digitsOf, parseBankMessage } from '../../../core/index.ts';
import { SMS_MAX, type SmsReading } from './sms-view.ts';

/** A pasted message is of about now; a form that is sent later says when it was read. */
const RECEIVED_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Reads a pasted message as a phone's would be read, and stores nothing. */
export async function readSms(
  core: Core,
  { actor, workspaceId }: { readonly actor: Actor; readonly workspaceId: number },
  form: URLSearchParams,
): Promise<SmsReading> {
  const text = (form.get('text') ?? '').slice(0, SMS_MAX);
  const receivedAt = receivedIn(form, core.clock.now());
  const { role } = await core.workspaces.get(actor, workspaceId);
  const accounts = await core.bankAccounts.list(
    actor,
    workspaceId,
    { isActive: true },
    { limit: 1000, offset: 0 },
  );
  const opened = accounts.items.map(({ account, accountNumber }) => ({
    id: account.id,
    bankCode: account.bankCode,
    digits: digitsOf(accountNumber),
  }));
  const messages = parseBankMessage(text, { receivedAt }).map((message) => {
    // Members are not told whole numbers, so nothing can be compared with them.
    if (!message.ok || role !== 'owner') return { message };
    const told = { mask: message.accountMask, bankCode: message.bankCode };
    const choice = chooseAccount(told, opened, { allowNoMask: true });
    return { message, accountId: choice.kind === 'one' ? choice.id : null };
  });
  return { text, receivedAt, messages };
}

function receivedIn(form: URLSearchParams, now: number): number {
  const received = Number(form.get('received') ?? Number.NaN);
  const isRecent = Number.isSafeInteger(received) && received <= now && received > now - RECEIVED_WITHIN_MS;
  return isRecent ? received : now;
}
