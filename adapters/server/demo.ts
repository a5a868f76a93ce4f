import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Actor,
  type AuthService,
  type Caller,
  type Core,
  isRefusal,
  type Merchant,
  type Mode,
  scopeFor,
} from '../../core/index.ts';
import { type Config, isServerDatabase } from './config.ts';
import { besideDatabase } from './encryption-key.ts';
import { readIfThere, writePrivately } from './private-file.ts';
import { userError } from './user-error.ts';

/** A merchant to try things with. Holds keys, which are stored hashed: keep it where only its owner can read it. */
export interface Demo {
  readonly merchantId: string;
  readonly apiKeys: Readonly<Record<Mode, string>>;
  readonly publishableKeys: Readonly<Record<Mode, string>>;
  /** The token of the workspace's owner, in test mode. */
  readonly lunepay: { readonly token: string; readonly workspaceId: number };
  /** The shop, in test mode, that takes sessions which name none. */
  readonly shopId: string;
  /** Signs its webhooks, and the way back to it. */
  readonly webhookSecret: string;
}

/** Parts that later releases have added: a file of an earlier one is without them. */
type LaterParts = 'lunepay' | 'shopId' | 'webhookSecret';

/** What a file holds that an earlier release has written. */
type OlderDemo = Omit<Demo, LaterParts> & Partial<Demo>;

const MERCHANT_NAME = '데모 상점';
const OWNER_NAME = '데모 사장님';
const KEY_NAME = 'demo';

/** Long enough to try things for a year. */
const TOKEN_LIFETIME_MS = 365 * 24 * 60 * 60 * 1000;

/** Where the demo's keys are kept: beside a SQLite database, in `./data` for a server; null for one in memory. */
export function demoFile({ databaseUrl }: Config): string | null {
  if (isServerDatabase(databaseUrl)) return './data/korea-checkout.demo.json';
  return besideDatabase(databaseUrl, 'demo.json');
}

/** The demo of this database: what is in the file as far as it works; what does not is made and kept in the file. */
export async function ensureDemo(core: Core, file: string): Promise<Demo> {
  const found = await workingDemo(core, file);
  if (found && isWhole(found)) return found;
  // Two at once: the second one finds what the first has made.
  return withLock(`${file}.lock`, async () => {
    const known = await workingDemo(core, file);
    if (known && isWhole(known)) return known;
    return keep(known ? await complete(core, known) : await makeDemo(core), file);
  });
}

/** A new demo merchant with its four keys, and its owner's token. */
export async function makeDemo(core: Core): Promise<Demo> {
  const merchant = await core.auth.createMerchant(MERCHANT_NAME);
  return complete(core, {
    merchantId: merchant.id,
    apiKeys: await issueBoth(core.auth, merchant, 'secret'),
    publishableKeys: await issueBoth(core.auth, merchant, 'publishable'),
  });
}

function isWhole(demo: OlderDemo): demo is Demo {
  return demo.lunepay !== undefined && demo.shopId !== undefined && demo.webhookSecret !== undefined;
}

/** With what is missing; what is there stays. */
async function complete(core: Core, demo: OlderDemo): Promise<Demo> {
  const { shopId, webhookSecret } = demo;
  const shop = shopId && webhookSecret ? { shopId, webhookSecret } : await makeShop(core, demo.merchantId);
  return { ...demo, lunepay: demo.lunepay ?? (await makeWorkspace(core, demo.merchantId)), ...shop };
}

/** The default shop. Its secret is shown once, so one whose secret nobody knows gets a new one. */
async function makeShop(core: Core, merchantId: string): Promise<Pick<Demo, 'shopId' | 'webhookSecret'>> {
  const scope = { merchantId, mode: 'test' } as const;
  const { id } = await core.shops.getDefault(scope);
  const { secret } = await core.shops.rotateSecret(scope, id);
  return { shopId: id, webhookSecret: secret };
}

/** A token for the merchant's workspace, which is made when there is none: a token that has expired is replaced. */
async function makeWorkspace(core: Core, merchantId: string): Promise<Demo['lunepay']> {
  const scope = { merchantId, mode: 'test' } as const;
  const [known] = await core.users.list(scope);
  const user = known ?? (await core.users.create(scope, { name: OWNER_NAME }));
  const actor: Actor = { ...scope, userId: user.id };
  const { items } = await core.workspaces.list(actor, { limit: 1, offset: 0 });
  const workspace = items[0] ?? (await core.workspaces.create(actor, MERCHANT_NAME));
  const { token } = await core.users.issueToken(scope, user.id, TOKEN_LIFETIME_MS);
  return { token, workspaceId: workspace.id };
}

async function issueBoth(auth: AuthService, merchant: Merchant, kind: 'secret' | 'publishable') {
  const issue = async (mode: Mode): Promise<string> =>
    (await auth.issue(scopeFor(merchant, mode), { kind, name: KEY_NAME })).key;
  return { test: await issue('test'), live: await issue('live') };
}

async function keep(demo: Demo, file: string): Promise<Demo> {
  await writePrivately(file, `${JSON.stringify(demo, null, 2)}\n`, 'replace');
  return demo;
}

/** What the file holds, unless a key of it does not work; without a token that has ended. */
async function workingDemo(core: Core, file: string): Promise<OlderDemo | null> {
  const demo = parse(await readIfThere(file));
  if (!demo) return null;
  const keys = [...Object.values(demo.apiKeys), ...Object.values(demo.publishableKeys)];
  const works = await Promise.all(keys.map((key) => belongs(() => core.auth.authenticate(key), demo)));
  if (!works.every(Boolean)) return null;
  const { lunepay, ...older } = demo;
  const isGood = lunepay && (await belongs(() => core.users.authenticate(lunepay.token), demo));
  return isGood ? demo : older;
}

function parse(text: string | null): OlderDemo | null {
  try {
    const demo = JSON.parse(text ?? 'null') as Partial<Demo> | null;
    return demo?.merchantId && demo.apiKeys && demo.publishableKeys ? (demo as OlderDemo) : null;
  } catch {
    return null;
  }
}

async function belongs(authenticate: () => Promise<Caller>, demo: OlderDemo): Promise<boolean> {
  try {
    return (await authenticate()).scope.merchantId === demo.merchantId;
  } catch (error) {
    if (isRefusal(error, 'invalid_api_key', 'invalid_token', 'expired_token')) return false;
    throw error;
  }
}

const LOCK_WAIT_MS = 15_000;
/** A lock that is older was left behind by a process that was killed: making a demo takes milliseconds. */
const LOCK_STALE_MS = 10_000;

/** Runs `work` while no other process on this machine does. */
async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(folder), { recursive: true });
  const giveUpAt = performance.now() + LOCK_WAIT_MS;
  while (!(await tryLock(folder))) {
    if (performance.now() > giveUpAt)
      throw userError(`another process makes the demo: if there is none, delete ${folder}`);
    await wait(50);
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryLock(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const lock = await stat(folder).catch(() => null);
    if (lock && Date.now() - lock.mtimeMs > LOCK_STALE_MS) await rm(folder, { recursive: true, force: true });
    return false;
  }
}
