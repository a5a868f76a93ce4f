import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type Actor,
  type BankAccountView,
  type Core,
  digitsOf,
  type Scope,
  type Workspace,
} from '../../../core/index.ts';
import { StatementError } from '../../statements/statement-error.ts';
import { readStatement, type Statement } from '../../statements/statement-rows.ts';
import { readTable } from '../../statements/statement-table.ts';
import type { CommandLine } from '../command.ts';
import { readConfig } from '../config.ts';
import { scopeOfLine } from '../scope-of-line.ts';
import { usageError, userError } from '../user-error.ts';
import { withCore } from '../with-core.ts';

/** Takes the deposits of a bank's statement in: `deposits import FILE --merchant mer_… [--account ID]`. */
export async function deposits(line: CommandLine): Promise<number> {
  const [action, file] = line.words;
  if (action !== 'import' || file === undefined)
    throw usageError('say what to do with deposits: import FILE');
  const statement = await read(file);
  const scope = scopeOfLine(line);
  const done = await withCore(readConfig(line.flags), async (core) => {
    const { actor, workspace, account } = await receiverOf(core, scope, line.text('account'), statement);
    const of = { workspaceId: workspace.id, bankAccountId: account.account.id };
    return { account, result: await core.statements.take(actor, of, statement.rows) };
  });
  const { added, matched, held, known } = done.result;
  const json = { added, matched, held, known, skipped: statement.skipped.length };
  const text = [
    `${done.account.account.bankName} ${done.account.accountNumber}`,
    `${added} new deposits, ${matched} of them matched, ${held} held for a person`,
    `${known} known already, ${statement.skipped.length} rows that are no deposits`,
  ];
  process.stdout.write(`${line.on('json') ? JSON.stringify(json) : text.join('\n')}\n`);
  return 0;
}

async function read(file: string): Promise<Statement> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw userError(`${file} cannot be read (${error.code ?? 'unknown'})`);
  });
  try {
    return readStatement(await readTable(bytes, basename(file)));
  } catch (error) {
    if (error instanceof StatementError) throw userError(error.message);
    throw error;
  }
}

interface Receiver {
  readonly actor: Actor;
  readonly workspace: Workspace;
  readonly account: BankAccountView;
}

/** The account that was named, else the one whose number the statement prints, else the only one there is. */
async function receiverOf(
  core: Core,
  scope: Scope,
  id: string | undefined,
  { accountNumber }: Statement,
): Promise<Receiver> {
  const all = await receivers(core, scope);
  const printed = accountNumber === null ? '' : digitsOf(accountNumber);
  const fits = all.filter(({ account }) =>
    id === undefined
      ? printed === '' || digitsOf(account.accountNumber) === printed
      : String(account.account.id) === id,
  );
  const [only] = fits;
  if (only && fits.length === 1) return only;
  const list = all.map(({ account }) => `${account.account.id}  ${account.account.bankName}`).join('\n');
  throw userError(`say which account with --account ID:\n${list || 'no bank account is registered'}`);
}

const EVERYTHING = { limit: 10_000, offset: 0 };

async function receivers(core: Core, scope: Scope): Promise<Receiver[]> {
  const found = new Map<number, Receiver>();
  for (const user of await core.users.list(scope)) {
    const actor = { ...scope, userId: user.id };
    for (const workspace of (await core.workspaces.list(actor, EVERYTHING)).items) {
      if (workspace.ownerId !== user.id) continue;
      const { items } = await core.bankAccounts.list(actor, workspace.id, {}, EVERYTHING);
      for (const account of items) found.set(account.account.id, { actor, workspace, account });
    }
  }
  return [...found.values()];
}
