import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { freePort } from '../../examples/free-port.ts';
import { withFolder } from '../../support/storage.ts';
import { PUBLIC_HOST } from '../../support/with-domains.ts';

const CADDYFILE = join(import.meta.dirname, '../../../adapters/domains/Caddyfile');

/** Why Caddy cannot be run here, or null. */
export function missingCaddy(): string | null {
  const { error } = spawnSync('caddy', ['version']);
  return error && 'code' in error && error.code === 'ENOENT' ? 'no caddy' : null;
}

export interface Caddy {
  /** A request over TLS for this host; rejects when there is no certificate for it that our authority vouches for. */
  get(
    host: string,
    path: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; text: string }>;
}

/** Our own Caddyfile in Debian's Caddy before this upstream: on loopback ports, with an authority of its own. */
export async function withCaddy(upstreamPort: number, work: (caddy: Caddy) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const [http, https] = [Number(await freePort()), Number(await freePort())];
    const config = join(folder, 'Caddyfile');
    await writeFile(config, forLoopback(await readFile(CADDYFILE, 'utf8'), { folder, http, https }));
    const caddy = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', config], {
      env: {
        ...process.env,
        HOME: folder,
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
        KC_PUBLIC_HOST: PUBLIC_HOST,
        KC_UPSTREAM: `127.0.0.1:${upstreamPort}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      await serving(caddy);
      const ca = await readFile(join(folder, 'pki/authorities/local/root.crt'));
      await work({ get: (host, path, headers = {}) => send({ port: https, ca, host, path, headers }) });
    } finally {
      if (caddy.exitCode === null && caddy.kill('SIGTERM')) await once(caddy, 'exit');
    }
  });
}

/** The options that must differ from a real installation's; everything else is what merchants' buyers meet. */
function forLoopback(caddyfile: string, at: { folder: string; http: number; https: number }): string {
  const options = [
    'admin off',
    `http_port ${at.http}`,
    `https_port ${at.https}`,
    'default_bind 127.0.0.1',
    'local_certs',
    'skip_install_trust',
    `storage file_system ${at.folder}`,
  ];
  const adapted = caddyfile.replace(/^\{\n/m, `{\n${options.map((line) => `\t${line}\n`).join('')}`);
  if (adapted === caddyfile) throw new Error('the Caddyfile has no global options to add to');
  return adapted;
}

async function serving(caddy: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    // Read to the end: a full pipe would stop it.
    caddy.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('serving initial configuration')) resolve();
    });
    caddy.once('error', reject);
    caddy.once('exit', (code) => reject(new Error(`caddy ended with ${code}:\n${said}`)));
  });
}

async function send(asked: {
  port: number;
  ca: Buffer;
  host: string;
  path: string;
  headers: Readonly<Record<string, string>>;
}): Promise<{ status: number; text: string }> {
  const { port, ca, host, path } = asked;
  const headers = { host, ...asked.headers };
  const sent = request({ host: '127.0.0.1', port, path, headers, servername: host, ca, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text };
}
