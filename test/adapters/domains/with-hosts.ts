import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import {
  checkoutHost,
  checkoutHostOf,
  type KnownHosts,
  tlsAsk,
} from '../../../adapters/http/checkout-host.ts';
import type { Clock } from '../../../core/index.ts';
import { PUBLIC_HOST } from '../../support/with-domains.ts';

export interface HostAnswer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

export interface Hosts {
  readonly port: number;
  /** A request as it comes in on the wire; `path` is sent as it is. */
  get(host: string, path: string, headers?: Readonly<Record<string, string>>): Promise<HostAnswer>;
}

/** The two middlewares before an application that answers everything with the host that it was told of. */
export async function withHosts(
  domains: KnownHosts,
  clock: Clock,
  work: (hosts: Hosts) => Promise<void>,
): Promise<void> {
  const app = new Koa();
  const publicUrl = `https://${PUBLIC_HOST}`;
  app.proxy = true;
  app.maxIpsCount = 1;
  app.silent = true;
  app.use(checkoutHost({ domains, publicUrl, clock }));
  app.use(tlsAsk({ domains, publicUrl }));
  app.use((ctx) => {
    const on = checkoutHostOf(ctx);
    ctx.body = on ? `page of ${on.shopId} at ${on.origin}` : 'all of it';
  });
  const server = app.listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await work({ port, get: (host, path, headers = {}) => send(port, { host, ...headers }, path) });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function send(
  port: number,
  headers: Readonly<Record<string, string>>,
  path: string,
): Promise<HostAnswer> {
  const asked = request({ port, host: '127.0.0.1', path, headers });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text, type: response.headers['content-type'] ?? '' };
}
