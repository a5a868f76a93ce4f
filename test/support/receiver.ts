import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves when so many have come. */
  until(count: number): Promise<readonly Received[]>;
  close(): void;
}

/** A webhook receiver on loopback that answers as `reply` says; 200 when left out. */
export async function receiver(
  reply: (response: ServerResponse, count: number) => void = (response) => void response.end(),
): Promise<Receiver> {
  const received: Received[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      reply(response, received.length);
      for (const wake of waiting.splice(0)) wake();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    until: async (count) => {
      while (received.length < count) await new Promise<void>((wake) => void (waiting = [...waiting, wake]));
      return received;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
