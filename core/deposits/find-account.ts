import { scopeOf } from '../kernel/scope.ts';
import type { SecretBox } from '../ports.ts';
import type { Repositories } from '../storage.ts';
import type { BankAccount } from '../workspaces/bank-account.ts';
import type { Device } from '../workspaces/device.ts';
import { digitsOf } from '../workspaces/workspace-rules.ts';
import { chooseAccount, type ToldAccount } from './account-mask-rules.ts';
import { codesOfName } from './banks.ts';

/** How many accounts of one bank, or of one workspace, are gone through; with more of them nobody can be sure. */
const ACCOUNTS_MAX = 2_000;

/** Where accounts are, and what opens their numbers. */
interface Accounts {
  readonly storage: Repositories;
  readonly secretBox: SecretBox;
}

type Told = Pick<ToldAccount, 'bankCode'> & { readonly accountMask: string | null };

/**
 * The one account that a message can mean, or why there is none. Of a phone: one of its own workspace, an active one
 * before others. Of somebody whom nobody knows: an active one of anybody, one of live mode before those of test mode.
 */
export async function findAccountOf(
  accounts: Accounts,
  from: Device | null,
  told: Told,
): Promise<BankAccount | 'no_account' | 'several_accounts'> {
  const found = from
    ? await accountsOf(accounts.storage, from)
    : await allOf(accounts.storage, told.bankCode);
  if (found.length >= ACCOUNTS_MAX) return 'several_accounts';
  const isFirst = ({ mode, isActive }: BankAccount): boolean => (from ? isActive : mode === 'live');
  const choice = choose(accounts, from, told, found.filter(isFirst));
  if (choice !== 'no_account') return choice;
  return choose(
    accounts,
    from,
    told,
    found.filter((account) => !isFirst(account)),
  );
}

function choose(
  { secretBox }: Accounts,
  from: Device | null,
  { accountMask: mask, bankCode }: Told,
  found: readonly BankAccount[],
): BankAccount | 'no_account' | 'several_accounts' {
  const opened = found.map(({ id, bankCode: code, sealedNumber }) => ({
    id,
    bankCode: code,
    digits: digitsOf(secretBox.open(sealedNumber)),
  }));
  const choice = chooseAccount({ mask, bankCode }, opened, { allowNoMask: from !== null });
  if (choice.kind !== 'one') return choice.kind === 'none' ? 'no_account' : 'several_accounts';
  return found.find(({ id }) => id === choice.id) ?? 'no_account';
}

async function accountsOf(storage: Repositories, device: Device): Promise<readonly BankAccount[]> {
  const page = { limit: ACCOUNTS_MAX, offset: 0 };
  return (await storage.bankAccounts.list(scopeOf(device), device.workspaceId, {}, page)).items;
}

async function allOf(storage: Repositories, bankCode: string | null): Promise<BankAccount[]> {
  const codes = bankCode === null ? [null] : codesOfName(bankCode);
  const found = await Promise.all(
    codes.map((code) => storage.bankAccounts.listActiveOfBank(code, ACCOUNTS_MAX)),
  );
  return found.flat();
}
