import type { Clock, Core, WebhookSender } from '../../core/index.ts';
import { createKoreaCheckout, type KoreaCheckout } from '../create-korea-checkout.ts';
import { nodeDomainNames } from '../domains/node-domain-names.ts';
import { httpWebhookSender } from '../webhooks/http-sender.ts';
import { type Config, describeConfig } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { assertSharedKey, type EncryptionKeys, encryptionKeys } from './encryption-key.ts';
import { healthPages } from './health.ts';
import { HTTP_LIMITS, type HttpLimits, type HttpServer, listen, origin, reachable } from './http-server.ts';
import { type JobTimer, startJobTimer } from './job-timer.ts';
import { createLog, type ServerLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { packageVersion } from './package-facts.ts';
import { requestLog } from './request-log.ts';

export interface StartOptions {
  /** False leaves the database as it is; while migrations are pending `/readyz` says 503. */
  readonly migrate?: boolean;
  readonly clock?: Clock;
  readonly log?: ServerLog;
  readonly limits?: HttpLimits;
}

export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** Where buyers reach it. */
  readonly publicUrl: string;
  readonly core: Core;
  /**
   * Takes no new connections, answers what has arrived, finishes jobs and webhooks that are under way and closes the
   * database. A second call waits for the same end.
   */
  stop(): Promise<void>;
}

/** Kubernetes and others kill after 30 s. What is not finished by then has a lease that runs out, and is done again. */
const STOP_LIMIT_MS = 28_000;

/** Opens the database, brings it up to date, listens and runs jobs. Refuses with a `userError` that says what to mend. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLog(config.logLevel);
  assertSharedKey(config);
  const database = await openDatabase(config.databaseUrl);
  try {
    if (options.migrate ?? true) await database.migrate();
    const keys = await encryptionKeys(config, await database.sealedSample());
    const metrics = config.metrics ? await createMetrics() : null;
    const server = await listen(config, options.limits ?? HTTP_LIMITS);
    return serve({ config, options, log, keys, database, metrics, server });
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Parts {
  readonly config: Config;
  readonly options: StartOptions;
  readonly log: ServerLog;
  readonly keys: EncryptionKeys;
  readonly database: Database;
  readonly metrics: Metrics | null;
  readonly server: HttpServer;
}

/** From here on nothing waits: the first request finds everything in its place. */
function serve(parts: Parts): RunningServer {
  const { config, log, metrics, server } = parts;
  const url = origin(config.host, server.port);
  const publicUrl = config.publicUrl ?? origin(reachable(config.host), server.port);
  const sender = senderOf(config, metrics);
  const checkout = compose(parts, publicUrl, sender);
  const answer = checkout.app.callback();
  server.handle((request, response) => void answer(request, response));
  const timer = startJobTimer(checkout.core, metrics ? { onRun: metrics.jobs } : {});
  log.info({ url, publicUrl, version: packageVersion(), config: describeConfig(config) }, 'started');
  let stopping: Promise<void> | null = null;
  return {
    url,
    publicUrl,
    core: checkout.core,
    stop: () => (stopping ??= stop({ ...parts, timer, sender })),
  };
}

function compose(parts: Parts, publicUrl: string, sender: WebhookSender): KoreaCheckout {
  const { config, options, log, keys, database, metrics, server } = parts;
  const health = healthPages({
    ping: database.ping,
    pending: database.pending,
    isStopping: server.isStopping,
  });
  return createKoreaCheckout({
    storage: database.storage,
    rateLimitStore: database.rateLimits,
    publicUrl,
    encryptionKey: keys,
    surfaces: config.surfaces,
    tokenKeys: config.jwtKeys,
    trustProxy: config.trustProxy,
    rateLimits: {
      lifeos: config.rateLimitLifeos,
      lunepay: config.rateLimitLunepay,
      sms: config.rateLimitSms,
      checkout: config.rateLimitCheckout,
      checkoutTest: config.rateLimitCheckoutTest,
    },
    sender,
    domainNames: nodeDomainNames({
      publicHost: new URL(publicUrl).hostname,
      ...(config.dnsServers.length > 0 ? { servers: config.dnsServers } : {}),
    }),
    before: [requestLog(log, metrics?.request), health],
    pages: metrics ? [metrics.page] : [],
    log: metrics ? metrics.countFailures(log) : log,
    ...(options.clock ? { clock: options.clock } : {}),
  });
}

type Sender = ReturnType<typeof httpWebhookSender>;

function senderOf(config: Config, metrics: Metrics | null): Sender {
  const sender = httpWebhookSender({ allowPrivate: config.webhookAllowPrivate ?? false });
  if (!metrics) return sender;
  return {
    ...sender,
    send: async (request) => {
      const answer = await sender.send(request);
      metrics.delivery(answer);
      return answer;
    },
  };
}

async function stop(parts: Parts & { timer: JobTimer; sender: Sender }): Promise<void> {
  const startedAt = performance.now();
  const { server, timer, sender, database, log } = parts;
  // Jobs go on meanwhile, so that the last payments are told as well.
  await server.stop();
  const left = STOP_LIMIT_MS - (performance.now() - startedAt);
  await atMost(
    left,
    timer.stop().then(() => sender.close()),
  );
  await database.close();
  log.info({ durationMs: Math.round(performance.now() - startedAt) }, 'stopped');
  log.flush();
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
