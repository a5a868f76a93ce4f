import type { Core, Mode, Scope, User } from '../../../core/index.ts';
import type { CommandLine } from '../command.ts';
import { readConfig } from '../config.ts';
import { scopeOfLine } from '../scope-of-line.ts';
import { usageError } from '../user-error.ts';
import { withCore } from '../with-core.ts';

type Action = (core: Core, line: CommandLine) => Promise<{ readonly json: unknown; readonly text: string }>;

const ACTIONS: Readonly<Record<string, Action>> = { add, list, token, revoke };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes and lists the people who sign in with a token (LunePay, the deposits page), issues and ends their tokens. */
export async function users(line: CommandLine): Promise<number> {
  const action = ACTIONS[line.words[0] ?? ''];
  if (!action) throw usageError(`say what to do with users: ${Object.keys(ACTIONS).join(', ')}`);
  const { json, text } = await withCore(readConfig(line.flags), (core) => action(core, line));
  process.stdout.write(`${line.on('json') ? JSON.stringify(json) : text}\n`);
  return 0;
}

async function add(core: Core, line: CommandLine) {
  const scope = scopeOfLine(line);
  await core.auth.getMerchant(scope.merchantId);
  const name = line.text('name');
  if (name === undefined) throw usageError('say who it is: --name NAME');
  const user = await core.users.create(scope, { name, email: line.text('email') });
  const { token: made } = await core.users.issueToken(scope, user.id, lifetimeOf(line));
  return {
    json: { ...shown(user), token: made },
    text: `id     ${user.id}\ntoken  ${made}\nThe token is shown this once: keep it well.`,
  };
}

async function list(core: Core, line: CommandLine) {
  const found = (await core.users.list(scopeOfLine(line))).map(shown);
  const rows = found.map(({ id, mode, name, email }) => [id, mode, name, email ?? ''].join('  '));
  return { json: found, text: rows.join('\n') || 'no users' };
}

async function token(core: Core, line: CommandLine) {
  const { scope, id } = userOf(line);
  const { token: made, expiresAt } = await core.users.issueToken(scope, id, lifetimeOf(line));
  const until = new Date(expiresAt).toISOString();
  return {
    json: { id, token: made, expiresAt: until },
    text: `token  ${made}\nGood until ${until}. It is shown this once: keep it well.`,
  };
}

async function revoke(core: Core, line: CommandLine) {
  const { scope, id } = userOf(line);
  await core.users.revokeTokens(scope, id);
  return { json: { id, revoked: true }, text: `all tokens of user ${id} have ended` };
}

function userOf(line: CommandLine): { scope: Scope; id: number } {
  const id = Number(line.words[1]);
  if (!Number.isSafeInteger(id))
    throw usageError('say which user: the number in `korea-checkout users list`');
  return { scope: scopeOfLine(line), id };
}

function lifetimeOf(line: CommandLine): number | undefined {
  const days = line.text('days');
  if (days === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(days)) throw usageError('--days must be a whole number from 1 to 9999');
  return Number(days) * DAY_MS;
}

function shown({ id, mode, name, email }: User): {
  id: number;
  mode: Mode;
  name: string;
  email: string | null;
} {
  return { id, mode, name, email };
}
