import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Offset, OffsetPage } from '../kernel/page.ts';
import { scopeOf } from '../kernel/scope.ts';
import type { Clock, SecretBox } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { BankAccount } from './bank-account.ts';
import type { Role } from './user.ts';
import type { Actor } from './user-service.ts';
import type { BankAccountFilter } from './workspace-repository.ts';
import { type AccountForm, checkAccount, digitsOf, maskedNumber } from './workspace-rules.ts';
import { enter } from './workspace-service.ts';

/** What the service needs from outside. */
export interface BankAccountPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly secretBox: SecretBox;
}

/** What to change of an account; what is left out stays. The number never changes: register another account. */
export interface ChangeBankAccount {
  readonly holder?: string | undefined;
  readonly isActive?: boolean | undefined;
  /** The phone that gets its messages; null for none. */
  readonly deviceId?: number | null | undefined;
}

/** An account with the number that this person may see: all of it for the owner, its end for members. */
export interface BankAccountView {
  readonly account: BankAccount;
  readonly accountNumber: string;
}

export type BankAccountService = ReturnType<typeof createBankAccountService>;

/** The bank accounts of workspaces. Numbers are sealed at rest and found by a keyed hash. */
export function createBankAccountService({ storage, clock, secretBox }: BankAccountPorts) {
  const view = (account: BankAccount, role: Role): BankAccountView => {
    const number = secretBox.open(account.sealedNumber);
    return { account, accountNumber: role === 'owner' ? number : maskedNumber(number) };
  };

  /** For the owner. Refuses a number that the workspace has. */
  async function register(
    actor: Actor,
    workspaceId: number,
    form: AccountForm,
    once: Once<BankAccountView> = UNKEYED,
  ): Promise<BankAccountView> {
    const bankCode = checkAccount(form);
    const hashes = secretBox.hashes(digitsOf(form.accountNumber));
    const now = clock.now();
    return storage.transaction(async (tx) => {
      await enter(tx, actor, workspaceId, 'owner');
      if (await tx.bankAccounts.findByHash(scopeOf(actor), workspaceId, hashes))
        throw new DomainError('already_exists', 'the workspace has this account', {
          field: 'account_number',
        });
      const account = await tx.bankAccounts.insert({
        ...scopeOf(actor),
        workspaceId,
        bankCode,
        bankName: form.bankName,
        sealedNumber: secretBox.seal(form.accountNumber),
        numberHash: hashes[0],
        holder: form.holder,
        isActive: true,
        deviceId: null,
        balances: [],
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      await once.finish(tx, String(account.id), view(account, 'owner'));
      return view(account, 'owner');
    });
  }

  /** Oldest first. */
  async function list(
    actor: Actor,
    workspaceId: number,
    filter: BankAccountFilter,
    offset: Offset,
  ): Promise<OffsetPage<BankAccountView>> {
    const { role } = await enter(storage, actor, workspaceId);
    const { items, total } = await storage.bankAccounts.list(scopeOf(actor), workspaceId, filter, offset);
    return { items: items.map((account) => view(account, role)), total };
  }

  /** For the owner. */
  async function change(
    actor: Actor,
    workspaceId: number,
    id: number,
    input: ChangeBankAccount,
  ): Promise<BankAccountView> {
    const account = await storage.transaction(async (tx) => {
      await enter(tx, actor, workspaceId, 'owner');
      const was = await findAccount(tx, actor, workspaceId, id);
      if (input.deviceId) await assertDevice(tx, actor, workspaceId, input.deviceId);
      return tx.bankAccounts.update(was, {
        ...was,
        holder: input.holder ?? was.holder,
        isActive: input.isActive ?? was.isActive,
        deviceId: input.deviceId === undefined ? was.deviceId : input.deviceId,
        updatedAt: clock.now(),
      });
    });
    return view(account, 'owner');
  }

  return { register, list, change };
}

async function assertDevice(tx: Repositories, actor: Actor, workspaceId: number, id: number): Promise<void> {
  const device = await tx.devices.find(scopeOf(actor), id);
  if (device?.workspaceId !== workspaceId)
    throw new DomainError('invalid_request', 'no such phone in this workspace', { field: 'phone_number_id' });
}

/** The account, if it belongs to this workspace: `not_found` otherwise. */
export async function findAccount(
  from: Repositories,
  actor: Actor,
  workspaceId: number,
  id: number,
): Promise<BankAccount> {
  const account = await from.bankAccounts.find(scopeOf(actor), id);
  if (account?.workspaceId !== workspaceId)
    throw new DomainError('not_found', 'no such bank account', { id });
  return account;
}
