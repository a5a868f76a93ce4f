import type { Middleware } from 'koa';
import type { Log, WebhookAnswer } from '../../core/index.ts';
import type { RequestSeen } from './request-log.ts';

/** What the server counts for Prometheus. */
export interface Metrics {
  request(seen: RequestSeen): void;
  delivery(answer: WebhookAnswer): void;
  jobs(done: number, durationMs: number): void;
  /** A log that counts the failed jobs that it is told of. */
  countFailures(log: Log): Log;
  /** Serves them at `/metrics`. */
  readonly page: Middleware;
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Counters in a registry of their own, so that two servers in one process do not meet. */
export async function createMetrics(): Promise<Metrics> {
  // Loaded only where metrics are asked for.
  const { collectDefaultMetrics, Counter, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time until a request was answered, by route pattern.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers,
  });
  const deliveries = new Histogram({
    name: 'korea_checkout_webhook_delivery_duration_seconds',
    help: 'Tries to deliver a webhook, by what the receiver said: 2xx … 5xx, or none.',
    labelNames: ['answer'] as const,
    buckets: SECONDS,
    registers,
  });
  const runs = new Histogram({
    name: 'korea_checkout_job_run_duration_seconds',
    help: 'Runs of all jobs.',
    buckets: SECONDS,
    registers,
  });
  const work = new Counter({
    name: 'korea_checkout_job_work_total',
    help: 'Things that jobs have done.',
    registers,
  });
  const failures = new Counter({
    name: 'korea_checkout_job_failures_total',
    help: 'Runs of a job that failed; they are tried again.',
    labelNames: ['job'] as const,
    registers,
  });
  return {
    request: ({ method, route, status, durationMs }) =>
      requests.observe({ method, route, status: String(status) }, durationMs / 1000),
    delivery: ({ status, durationMs }) =>
      deliveries.observe({ answer: status ? `${Math.floor(status / 100)}xx` : 'none' }, durationMs / 1000),
    jobs: (done, durationMs) => {
      runs.observe(durationMs / 1000);
      work.inc(done);
    },
    countFailures: (log) => ({
      ...log,
      error: (fields, message) => {
        if (typeof fields['job'] === 'string') failures.inc({ job: fields['job'] });
        log.error(fields, message);
      },
    }),
    page: async (ctx, next) => {
      if (ctx.path !== '/metrics' || ctx.method !== 'GET') return next();
      ctx.set('content-type', registry.contentType);
      ctx.set('cache-control', 'no-store');
      ctx.body = await registry.metrics();
    },
  };
}
