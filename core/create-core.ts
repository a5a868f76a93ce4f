import { createAuthService } from './auth/auth-service.ts';
import { createIdempotencyService } from './idempotency/idempotency-service.ts';
import { createJobs } from './jobs/jobs.ts';
import { createReconcile } from './jobs/reconcile.ts';
import type { Gateway } from './payments/gateway.ts';
import { createPaymentService } from './payments/payment-service.ts';
import type { Clock, Log, Random, SecretBox, WebhookFormats, WebhookSender } from './ports.ts';
import { memoryRateLimits, type RateLimitRepository } from './rate-limits/rate-limit-repository.ts';
import { createRefundService } from './refunds/refund-service.ts';
import type { Storage } from './storage.ts';
import { createWebhookService } from './webhooks/webhook-service.ts';

/** Everything that core needs from outside. `korea-checkout/adapters` has one of each. */
export interface CorePorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
  readonly sender: WebhookSender;
  /** In order of preference: the first one that carries a payment gets it. */
  readonly gateways: readonly Gateway[];
  /** The API families that tell events; none is needed to take payments. */
  readonly webhookFormats?: WebhookFormats;
  /** Shared by several processes when the database is a server; this process's own when left out. */
  readonly rateLimits?: RateLimitRepository | null;
  readonly log?: Log;
}

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

export type Core = ReturnType<typeof createCore>;

/** The whole domain, without any HTTP. Nothing runs by itself: call `jobs.runDue()` every now and then. */
export function createCore(given: CorePorts) {
  const ports = {
    ...given,
    log: given.log ?? SILENT,
    formats: given.webhookFormats ?? {},
    rateLimits: given.rateLimits ?? memoryRateLimits(),
  };
  const auth = createAuthService(ports);
  const idempotency = createIdempotencyService(ports);
  const payments = createPaymentService(ports);
  const refunds = createRefundService(ports);
  const webhooks = createWebhookService(ports);
  const reconcile = createReconcile({ ...ports, payments, refunds });
  const jobs = createJobs(
    [
      { name: 'dispatch events', run: webhooks.dispatch },
      { name: 'deliver webhooks', run: webhooks.deliverDue },
      { name: 'expire payments', run: reconcile.expirePayments },
      { name: 'check attempts', run: reconcile.checkAttempts },
      { name: 'check refunds', run: reconcile.checkRefunds },
      { name: 'note key use', run: auth.flushLastUsed },
      { name: 'forget idempotency keys', run: idempotency.sweep, everyMs: 60_000 },
    ],
    ports,
  );
  return {
    auth,
    payments,
    refunds,
    webhooks,
    idempotency,
    rateLimits: ports.rateLimits,
    jobs,
    clock: given.clock,
  };
}
