import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, type ClientOptions, createClient } from '../../adapters/client/index.ts';

/** What the server does with one request: an answer, cutting the line, saying nothing, or anything else. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'cut'
  | 'silence'
  | ((request: Asked, response: ServerResponse) => void);

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** The parsed body; undefined when there was none. */
  readonly body: unknown;
}

export interface Scripted {
  readonly client: Client;
  readonly url: string;
  readonly asked: readonly Asked[];
  /** How long the client waited before each retry; no time passes. */
  readonly waited: readonly number[];
}

/** A server that gives these answers, one per request, and a client of it that has no jitter. */
export async function withScript(
  replies: readonly Reply[],
  run: (scripted: Scripted) => Promise<void>,
  options: Partial<ClientOptions> = {},
): Promise<void> {
  const asked: Asked[] = [];
  const waited: number[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: text ? (JSON.parse(text) as unknown) : undefined };
      asked.push(one);
      play(replies[asked.length - 1] ?? { status: 418 }, one, response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sleep = async (ms: number): Promise<void> => void waited.push(ms);
  const client = createClient(
    { apiKey: 'sk_test_abcd1234', baseUrl: url, ...options },
    { sleep, fraction: () => 0.5 },
  );
  try {
    await run({ client, url, asked, waited });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function play(reply: Reply, request: Asked, response: ServerResponse): void {
  if (reply === 'silence') return;
  if (reply === 'cut') return void response.socket?.destroy();
  if (typeof reply === 'function') return reply(request, response);
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
  response.end(typeof reply.body === 'string' ? reply.body : reply.body && JSON.stringify(reply.body));
}

/** A payment as the server says it. */
export const PAYMENT = {
  id: 'pay_new456',
  amount: 29900,
  currency: 'KRW',
  status: 'pending',
  method: 'card',
  description: null,
  metadata: {},
  amount_refunded: 0,
  refundable: false,
  checkout_url: 'https://pay.lifeos.dev/checkout/pay_new456',
  created_at: '2024-01-15T09:30:00Z',
};

/** An error as the server says it. */
export function refused(status: number, code: string, more: { param?: string; retryAfter?: string } = {}) {
  const { param, retryAfter } = more;
  return {
    status,
    headers: { 'x-request-id': 'req-12345678', ...(retryAfter ? { 'retry-after': retryAfter } : {}) },
    body: { error: { code, message: `말: ${code}`, ...(param ? { param } : {}) } },
  };
}
