import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../adapters/http/app.ts';
import { checkoutPages } from '../../../adapters/http/checkout-page/index.ts';
import { sandboxPages } from '../../../adapters/http/sandbox-page/index.ts';
import { lifeosSurface } from '../../../adapters/http/surfaces/lifeos/index.ts';
import type { Log, NewPayment, Payment } from '../../../core/index.ts';
import { type BuildOptions, buildCore, type TestCore } from '../../support/build-core.ts';

/** The hosted pages and the sandbox's, served on loopback. */
export interface Pages extends TestCore {
  /** Ends the database before the work does. */
  close(): Promise<void>;
  readonly url: string;
  /** Everything that was logged, as text. */
  readonly logged: string[];
  /** A payment that waits for its buyer; ₩29,900 by card unless said otherwise. */
  create(input?: Partial<NewPayment>): Promise<Payment>;
  /** The payment as it is now. */
  read(id: string): Promise<Payment>;
}

/** Serves the pages for the time of `work`. */
export async function withPages(
  work: (pages: Pages) => Promise<void>,
  options: BuildOptions = {},
): Promise<void> {
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => undefined;
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const built = await buildCore({ publicUrl: url, ...options });
  const { core, sandbox, scope } = built;
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= built.close());
  const logged: string[] = [];
  const log = memoryLog(logged);
  const formKey = Buffer.alloc(32, 9);
  const pages = [
    checkoutPages({ core, publicUrl: url, formKey, log }),
    sandboxPages({ core, sandbox, formKey, log }),
  ];
  answer = createApp(core, { surfaces: [lifeosSurface()], pages, publicUrl: url, log }).callback();
  try {
    await work({
      ...built,
      close,
      url,
      logged,
      create: (input = {}) =>
        core.payments.create(scope, { amount: 29_900, currency: 'KRW', method: 'card', ...input }),
      read: (id) => core.payments.get(scope, id),
    });
  } finally {
    server.closeAllConnections();
    server.close();
    await close();
  }
}

function memoryLog(lines: string[]): Log {
  const note = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { info: note, warn: note, error: note };
}
