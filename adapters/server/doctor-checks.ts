import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Config, isLoopback, isServerDatabase, sqliteFile } from './config.ts';
import { keyFile } from './encryption-key.ts';
import { listen, origin } from './http-server.ts';
import { exitCodeOf } from './user-error.ts';

/** What a check has found, and for all but `ok` how to mend it. */
export type Finding =
  | { readonly level: 'ok'; readonly about: string; readonly says: string }
  | {
      readonly level: 'warning' | 'problem';
      readonly about: string;
      readonly says: string;
      readonly mend: string;
    };

const ok = (about: string, says: string): Finding => ({ level: 'ok', about, says });
const warning = (about: string, says: string, mend: string): Finding => ({
  level: 'warning',
  about,
  says,
  mend,
});
const problem = (about: string, says: string, mend: string): Finding => ({
  level: 'problem',
  about,
  says,
  mend,
});

/** The makers of findings, for checks elsewhere. */
export const finding = { ok, warning, problem };

/** A `userError` as a finding: its message is what is wrong, a colon, and how to mend it. Throws what is a bug. */
export function problemOf(about: string, error: unknown): Finding {
  if (exitCodeOf(error) === null) throw error;
  const [says = '', ...mend] = (error as Error).message.split(': ');
  return problem(about, says, mend.join(': '));
}

const NODE_MINIMUM = [20, 19] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [needsMajor, needsMinor] = NODE_MINIMUM;
  return major > needsMajor || (major === needsMajor && minor >= needsMinor)
    ? ok('node', version)
    : problem('node', `${version} is too old`, `install Node.js ${needsMajor}.${needsMinor} or newer`);
}

/** Whether buyers can reach what we tell them to. */
export function checkPublicUrl({ publicUrl, host }: Config): Finding {
  const about = 'public url';
  if (publicUrl === null)
    return isLoopback(host)
      ? ok(about, 'not set: only this machine can reach the pages, which is right for trying things out')
      : problem(
          about,
          'not set, so buyers are sent to an address that only this machine may know',
          'set PUBLIC_URL to where buyers reach this server, such as https://pay.example.com',
        );
  const url = new URL(publicUrl);
  if (url.protocol === 'https:') return ok(about, publicUrl);
  return isLoopback(url.hostname)
    ? ok(about, `${publicUrl}, for trying things out`)
    : problem(
        about,
        `${publicUrl} is not encrypted`,
        'serve it over https and set PUBLIC_URL to that address',
      );
}

/** Whether webhooks may reach into the own network while real money is about. */
export function checkWebhookGuard({ webhookAllowPrivate, publicUrl }: Config): Finding {
  const about = 'webhooks';
  if (!webhookAllowPrivate) return ok(about, 'private addresses are refused');
  const live = publicUrl?.startsWith('https:') ?? false;
  const mend = 'unset WEBHOOK_ALLOW_PRIVATE, unless this is a test or a closed network';
  const says = 'may be sent to private addresses: whoever has an API key can reach into this network';
  return live ? problem(about, says, mend) : warning(about, says, mend);
}

export function checkMetrics({ metrics, host }: Config): Finding {
  if (!metrics) return ok('metrics', 'off');
  return isLoopback(host)
    ? ok('metrics', 'at /metrics')
    : warning(
        'metrics',
        'whoever reaches the server can read /metrics',
        'let your proxy refuse /metrics from outside',
      );
}

/** The clock as far as one can see from here: it must not stand in the past of this release. */
export function checkClock(now: number): Finding {
  const year = new Date(now).getUTCFullYear();
  return year >= 2025 && year < 2100
    ? ok('clock', new Date(now).toISOString())
    : problem('clock', `it is said to be ${year}`, 'set the clock: signatures and expiry depend on it');
}

/** The key that secrets are sealed under: there, private, or about to be made. */
export async function checkEncryptionKey(config: Config): Promise<Finding> {
  const about = 'encryption key';
  if (config.encryptionKeys.length > 0) return ok(about, `set (${config.encryptionKeys.length})`);
  const file = keyFile(config.databaseUrl);
  if (file === null) return ok(about, 'made anew at each start, as the database in memory is');
  const found = await stat(file).catch(() => null);
  if (!found) return ok(about, `${file} will be made at the first start`);
  const mode = found.mode & 0o777;
  return mode & 0o077
    ? problem(about, `others can read ${file} (mode ${mode.toString(8)})`, `chmod 600 ${file}`)
    : ok(about, `${file}: keep a copy with your backups, but not in the same place`);
}

/** Whether the port can be listened on, or is ours already. */
export async function checkPort({ host, port }: Config): Promise<Finding> {
  const about = 'port';
  if (port === 0) return ok(about, 'a free one is taken');
  try {
    await (await listen({ host, port })).stop();
    return ok(about, `${origin(host, port)} is free`);
  } catch (error) {
    if (await isOurs(origin(host, port)))
      return ok(about, `${origin(host, port)} is served by korea-checkout already`);
    return problemOf(about, error);
  }
}

async function isOurs(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
    return (
      answer.headers.has('x-request-id') && ((await answer.json()) as { status?: string }).status === 'ok'
    );
  } catch {
    return false;
  }
}

const DISK_MINIMUM = 200 * 1024 * 1024;

/** Room for the database, and the right to write beside it: SQLite makes its log there. */
export async function checkFolder({ databaseUrl }: Config): Promise<Finding> {
  const about = 'disk';
  const file = sqliteFile(databaseUrl);
  if (isServerDatabase(databaseUrl) || file === null) return ok(about, 'nothing is kept on it');
  const folder = await nearest(dirname(file));
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return problem(about, `${folder} cannot be written`, `make ${folder} writable for this user`);
  }
  const { bavail, bsize } = await statfs(folder);
  const left = `${Math.round((bavail * bsize) / 1024 / 1024)} MiB are free`;
  return bavail * bsize < DISK_MINIMUM
    ? warning(about, left, 'make room: a full disk stops all payments')
    : ok(about, left);
}

/** The folder itself, or the one in which it will be made. */
async function nearest(folder: string): Promise<string> {
  const there = await stat(folder).catch(() => null);
  return there || dirname(folder) === folder ? folder : nearest(dirname(folder));
}
