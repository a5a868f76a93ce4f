import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { httpWebhookSender } from '../../../adapters/webhooks/http-sender.ts';
import type { HttpWebhookSenderOptions } from '../../../adapters/webhooks/http-sender.ts';

export type Sender = ReturnType<typeof httpWebhookSender>;

export interface Receiver {
  readonly port: number;
  readonly url: string;
  /** Every connection that was ever opened. */
  readonly sockets: readonly Socket[];
  /** Requests seen: heads with their bodies, one letter per byte. */
  readonly requests: readonly string[];
}

/** Called for each request that arrived in full; what it writes is the answer. */
export type Answer = (socket: Socket, request: string) => void;

/** A whole HTTP answer. */
export function http(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const lines = Object.entries({ 'content-length': String(body.length), ...headers });
  return `HTTP/1.1 ${status} Said\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** A receiver on a raw loopback socket, so that it may misbehave in every way, for as long as `run` takes. */
export async function withReceiver(
  answer: Answer,
  run: (receiver: Receiver) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      for (let end = endOfRequest(text); end > 0; end = endOfRequest(text)) {
        const request = text.slice(0, end);
        text = text.slice(end);
        requests.push(request);
        answer(socket, request);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await run({ port, url: `http://127.0.0.1:${port}/hook`, sockets, requests });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Where the first request ends; 0 while it is not complete. */
function endOfRequest(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
  return text.length >= head + 4 + length ? head + 4 + length : 0;
}

export async function withSender(
  options: Partial<HttpWebhookSenderOptions>,
  run: (sender: Sender) => Promise<void>,
): Promise<void> {
  const sender = httpWebhookSender({ allowPrivate: true, timeoutMs: 5_000, ...options });
  try {
    await run(sender);
  } finally {
    await sender.close();
  }
}

export const REQUEST = {
  headers: { 'content-type': 'application/json; charset=utf-8', 'webhook-id': 'evt_1' },
  body: '{"id":"evt_1"}',
};
