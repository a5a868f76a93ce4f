import { scopeOf } from '../kernel/scope.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import { findAccount } from '../workspaces/bank-account-service.ts';
import type { Actor } from '../workspaces/user-service.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import { enter } from '../workspaces/workspace-service.ts';
import type { Deposit } from './deposit.ts';
import { judgeTwins } from './known-deposits.ts';
import { newDeposit } from './new-deposit.ts';
import { matchByMachine, recordDeposit } from './record-match.ts';

/** What the service needs from outside. */
export interface StatementPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
}

/** One deposit of a bank's statement; `amount` in won, `depositedAt` in epoch milliseconds. */
export interface StatementDeposit {
  readonly depositedAt: number;
  readonly amount: number;
  readonly depositor: string | null;
  readonly balance: number | null;
  readonly method: string | null;
}

/** What has become of a statement. */
export interface StatementResult {
  /** Deposits that were not known before; among them `matched` ones and `held` ones. */
  readonly added: number;
  readonly matched: number;
  readonly held: number;
  /** Known by an SMS or by an earlier import. */
  readonly known: number;
}

export type StatementService = ReturnType<typeof createStatementService>;

/** Deposits from a bank's statement, for those without a phone. */
export function createStatementService(ports: StatementPorts) {
  const { storage, clock, secretBox } = ports;

  /**
   * Takes a statement's deposits of one account in. What SMS or an earlier import has brought is known by account,
   * amount, minute and name or balance; each known deposit stands for one row at most.
   */
  async function take(
    actor: Actor,
    of: { readonly workspaceId: number; readonly bankAccountId: number },
    rows: readonly StatementDeposit[],
  ): Promise<StatementResult> {
    const { workspace } = await enter(storage, actor, of.workspaceId, 'owner');
    await findAccount(storage, actor, of.workspaceId, of.bankAccountId);
    const claimed = new Set<number>();
    const seen = new Map<string, number>();
    const result = { added: 0, matched: 0, held: 0, known: 0 };
    for (const row of rows) {
      const text = textOf(of.bankAccountId, row);
      const nth = (seen.get(text) ?? 0) + 1;
      seen.set(text, nth);
      const identity = `${text}|${nth}`;
      const taken = await storage.transaction((tx) =>
        takeOne(tx, { actor, workspace, of, row, identity, claimed }),
      );
      claimed.add(taken.deposit.id);
      if (!taken.isNew) result.known += 1;
      else {
        result.added += 1;
        if (taken.deposit.status === 'matched') result.matched += 1;
        if (taken.deposit.hold !== null) result.held += 1;
      }
    }
    return result;
  }

  async function takeOne(tx: Repositories, asked: Asked): Promise<{ deposit: Deposit; isNew: boolean }> {
    const { actor, workspace, of, row, identity, claimed } = asked;
    const scope = scopeOf(actor);
    await tx.workspaces.lock(scope, of.workspaceId);
    const hashes = secretBox.hashes(identity);
    const [again] = await tx.deposits.listOfText(scope, of.workspaceId, hashes);
    if (again) return { deposit: again, isNew: false };
    const made = newDeposit({
      ...scope,
      ...of,
      amount: row.amount,
      depositorName: row.depositor,
      depositedAt: row.depositedAt,
      balance: row.balance,
      method: row.method,
      source: 'import',
      textHash: hashes[0],
      fingerprint: hashes[0],
      createdAt: clock.now(),
    });
    const twins = (await judgeTwins(tx, made)).filter(({ known }) => !claimed.has(known.id));
    const same = twins.find(({ verdict }) => verdict === 'same')?.known;
    if (same) return { deposit: same, isNew: false };
    const isDoubtful = twins.some(({ verdict }) => verdict === 'perhaps');
    const hold = isDoubtful ? 'possible_duplicate' : null;
    const deposit = await recordDeposit(tx, ports, { ...made, hold });
    return { deposit: (await matchByMachine(tx, ports, deposit, workspace.policy)).deposit, isNew: true };
  }

  return { take };
}

interface Asked {
  readonly actor: Actor;
  readonly workspace: Workspace;
  readonly of: { readonly workspaceId: number; readonly bankAccountId: number };
  readonly row: StatementDeposit;
  readonly identity: string;
  readonly claimed: ReadonlySet<number>;
}

function textOf(accountId: number, { depositedAt, amount, depositor, balance }: StatementDeposit): string {
  return ['statement', accountId, depositedAt, amount, depositor ?? '', balance ?? ''].join('|');
}
