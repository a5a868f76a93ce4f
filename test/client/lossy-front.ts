import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What belongs to one connection, not to the request. */
const HOP_BY_HOP = ['host', 'connection', 'content-length', 'transfer-encoding'];

/** A proxy before `target` that lets every request through, but cuts the line instead of answering those in `lose`. */
export async function withLossyFront(
  target: string,
  lose: (method: string, count: number) => boolean,
  run: (url: string) => Promise<void>,
): Promise<void> {
  let count = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = 'GET', url = '/' } = request;
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name)),
      ) as Record<string, string>;
      const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
      count += 1;
      const lost = lose(method, count);
      void fetch(target + url, { method, headers, ...body }).then(async (answer) => {
        const text = await answer.text();
        if (lost) return void response.socket?.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
