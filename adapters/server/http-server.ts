import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { userError } from './user-error.ts';

/** How long clients may take, in milliseconds, and how much they may ask of one connection. */
export interface HttpLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  /** Longer than the idle time of the usual load balancers (60 s), so that they close first and not we. */
  readonly keepAliveMs: number;
  readonly requestsPerSocket: number;
  readonly connections: number;
  /** How often slow clients are looked for. Node's 30 s would make 40 s of our 10. */
  readonly checkEveryMs: number;
  /** When stopping: how long idle connections may still send a request, and how long requests may take. */
  readonly lastCallMs: number;
  readonly drainMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  requestsPerSocket: 10_000,
  connections: 10_000,
  checkEveryMs: 2_000,
  lastCallMs: 500,
  drainMs: 20_000,
};

export interface HttpServer {
  /** The real one, where 0 was asked for. */
  readonly port: number;
  /** Starts answering. Connections made before wait until then. */
  handle(listener: RequestListener): void;
  isStopping(): boolean;
  /** Takes no new connections, answers what has arrived, then ends. Cuts off what takes longer than `drainMs`. */
  stop(): Promise<void>;
}

/** Listens, with limits for slow and greedy clients. Refuses with a `userError` when it cannot listen there. */
export async function listen(
  at: { readonly host: string; readonly port: number },
  limits: HttpLimits = HTTP_LIMITS,
): Promise<HttpServer> {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  });
  server.maxRequestsPerSocket = limits.requestsPerSocket;
  server.maxConnections = limits.connections;
  const open = new Set<ServerResponse>();
  let stopping: Promise<void> | null = null;
  let lastCallOver = false;
  server.on('request', (_, response: ServerResponse) => {
    open.add(response);
    if (stopping) endConnection(response);
    response.once('close', () => {
      open.delete(response);
      if (lastCallOver) server.closeIdleConnections();
    });
  });
  await new Promise<void>((resolve, reject) => {
    // Stays on: an accept that fails later (no file descriptor is left) must not end the process.
    server.on('error', (error) => reject(cannotListen(error, at)));
    server.listen(at.port, at.host, resolve);
  });

  async function stop(): Promise<void> {
    // http's own close() cuts idle connections at once, and with them requests that are on their way to us.
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
    for (const response of open) endConnection(response);
    const lastCall = setTimeout(() => {
      lastCallOver = true;
      server.closeIdleConnections();
    }, limits.lastCallMs);
    const deadline = setTimeout(() => server.closeAllConnections(), limits.drainMs);
    await closed;
    clearTimeout(lastCall);
    clearTimeout(deadline);
    server.close(() => {}); // ends the look-out for slow clients
  }

  return {
    port: (server.address() as AddressInfo).port,
    handle: (listener) => void server.on('request', listener),
    isStopping: () => stopping !== null,
    stop: () => (stopping ??= stop()),
  };
}

function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop the program that listens there, or choose another port with --port',
  EACCES: 'is not allowed for this user: choose a port from 1024 on with --port',
  EADDRNOTAVAIL: 'is no address of this machine: choose another one with --host',
  ENOTFOUND: 'has a name that cannot be found: choose an address with --host',
};

function cannotListen(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  const reason = REASONS[error.code ?? ''] ?? `cannot be listened on (${error.code ?? error.name})`;
  return userError(`${origin(host, port)} ${reason}`);
}

/** `http://HOST:PORT`, with brackets where IPv6 needs them. */
export function origin(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What this machine calls an address to listen on: nobody can connect to "all addresses". */
export function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host;
}
