import { join } from 'node:path';
import type { Clock } from '../../core/index.ts';
import { type Flags, readConfig } from '../../adapters/server/config.ts';
import { HTTP_LIMITS } from '../../adapters/server/http-server.ts';
import { createLog } from '../../adapters/server/log.ts';
import { type RunningServer, startServer } from '../../adapters/server/start-server.ts';
import { withFolder } from '../support/storage.ts';
import { type Api, api } from './api.ts';

/** A server in this process, with a merchant that may test. */
export interface TestServer {
  readonly server: RunningServer;
  readonly folder: string;
  readonly databaseUrl: string;
  /** Called with the merchant's secret test key. */
  readonly api: Api;
  readonly key: string;
  /** Everything that was logged. */
  readonly logged: () => string;
}

export interface TestServerOptions {
  readonly flags?: Flags;
  readonly clock?: Clock;
  readonly migrate?: boolean;
}

/** Starts a server on a free port and a new SQLite file; both are gone afterwards. */
export async function withServer(
  { flags = {}, ...options }: TestServerOptions,
  use: (test: TestServer) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const databaseUrl = `sqlite:${join(folder, 'test.sqlite')}`;
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    const config = readConfig({ port: '0', databaseUrl, webhookAllowPrivate: 'true', ...flags }, {});
    const server = await startServer(config, { ...options, log, limits: { ...HTTP_LIMITS, lastCallMs: 5 } });
    try {
      const key = options.migrate === false ? '' : await newKey(server);
      await use({
        server,
        folder,
        databaseUrl,
        key,
        api: api(server.url, key),
        logged: () => lines.join(''),
      });
    } finally {
      await server.stop();
    }
  });
}

async function newKey({ core }: RunningServer): Promise<string> {
  const { id } = await core.auth.createMerchant('서버 시험');
  const scope = { merchantId: id, mode: 'test' } as const;
  return (await core.auth.issue(scope, { kind: 'secret', name: 'test' })).key;
}
