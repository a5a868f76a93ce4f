import {
  type ApiKey,
  type ApiKeyKind,
  type AuthService,
  isRefusal,
  type Mode,
  type Scope,
} from '../../../core/index.ts';
import type { CommandLine } from '../command.ts';
import { readConfig } from '../config.ts';
import { usageError, userError } from '../user-error.ts';
import { withCore } from '../with-core.ts';

const MODES: readonly Mode[] = ['test', 'live'];
const KINDS: readonly ApiKeyKind[] = ['secret', 'publishable'];

type Action = (
  auth: AuthService,
  line: CommandLine,
) => Promise<{ readonly json: unknown; readonly text: string }>;

const ACTIONS: Readonly<Record<string, Action>> = { create, list, rotate, revoke };

/** Makes, lists, rotates and revokes API keys. Running servers follow at once. */
export async function keys(line: CommandLine): Promise<number> {
  const action = ACTIONS[line.words[0] ?? ''];
  if (!action) throw usageError(`say what to do with keys: ${Object.keys(ACTIONS).join(', ')}`);
  const { json, text } = await withCore(readConfig(line.flags), ({ auth }) => action(auth, line));
  process.stdout.write(`${line.on('json') ? JSON.stringify(json) : text}\n`);
  return 0;
}

async function create(auth: AuthService, line: CommandLine) {
  const mode = oneOf(MODES, line, 'mode') ?? 'test';
  const kind = oneOf(KINDS, line, 'kind') ?? 'secret';
  const newName = line.text('new-merchant');
  if (newName !== undefined && line.text('merchant') !== undefined)
    throw usageError('give either --merchant or --new-merchant');
  const merchantId = newName === undefined ? merchantOf(line) : (await auth.createMerchant(newName)).id;
  const made = await known(() =>
    auth.issue({ merchantId, mode }, { kind, name: line.text('name') ?? 'cli' }),
  );
  return {
    json: { merchantId, id: made.apiKey.id, mode, kind, key: made.key },
    text: `merchant  ${merchantId}\nid        ${made.apiKey.id}\nkey       ${made.key}\nThe key is shown this once: keep it well.`,
  };
}

async function list(auth: AuthService, line: CommandLine) {
  const merchantId = merchantOf(line);
  const lists = await Promise.all(modesOf(line).map((mode) => auth.list({ merchantId, mode })));
  const found = lists.flat().map(shown);
  const rows = found.map((key) => [key.id, key.mode, key.kind, key.hint, key.status, key.name].join('  '));
  return { json: found, text: rows.join('\n') || 'no keys' };
}

async function rotate(auth: AuthService, line: CommandLine) {
  const { key, apiKey } = await inItsMode(line, (scope, id) => auth.rotate(scope, id));
  return {
    json: { id: apiKey.id, mode: apiKey.mode, kind: apiKey.kind, key },
    text: `id   ${apiKey.id}\nkey  ${key}\nThe key is shown this once. The old one works for another day.`,
  };
}

async function revoke(auth: AuthService, line: CommandLine) {
  const id = await inItsMode(line, async (scope, key) => {
    await auth.revoke(scope, key);
    return key;
  });
  return { json: { id, revoked: true }, text: `${id} is revoked` };
}

/** Ids do not tell their mode, so it is tried in both unless one was given. */
async function inItsMode<T>(line: CommandLine, use: (scope: Scope, id: string) => Promise<T>): Promise<T> {
  const id = line.words[1];
  if (id === undefined) throw usageError('say which key: its id is in `korea-checkout keys list`');
  const merchantId = merchantOf(line);
  for (const mode of modesOf(line))
    try {
      return await use({ merchantId, mode }, id);
    } catch (error) {
      if (!isRefusal(error, 'not_found')) throw error;
    }
  throw userError(`merchant ${merchantId} has no key ${id}`);
}

function shown({ id, mode, kind, name, hint, createdAt, lastUsedAt, revokedAt }: ApiKey) {
  const status = revokedAt === null ? 'good' : revokedAt > Date.now() ? 'being rotated out' : 'revoked';
  return {
    id,
    mode,
    kind,
    name,
    hint,
    status,
    createdAt: iso(createdAt),
    lastUsedAt: iso(lastUsedAt),
    revokedAt: iso(revokedAt),
  };
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function merchantOf(line: CommandLine): string {
  const merchant = line.text('merchant');
  if (merchant === undefined) throw usageError('say whose keys: --merchant mer_…');
  return merchant;
}

function modesOf(line: CommandLine): readonly Mode[] {
  const mode = oneOf(MODES, line, 'mode');
  return mode ? [mode] : MODES;
}

function oneOf<T extends string>(words: readonly T[], line: CommandLine, option: string): T | undefined {
  const given = line.text(option);
  const word = words.find((candidate) => candidate === given);
  if (given !== undefined && word === undefined)
    throw usageError(`--${option} must be ${words.join(' or ')}`);
  return word;
}

async function known<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (isRefusal(error, 'not_found'))
      throw userError('there is no such merchant: make one with --new-merchant NAME');
    throw error;
  }
}
