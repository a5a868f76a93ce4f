import type { ServerResponse } from 'node:http';
import { type Receiver, receiver } from '../../support/receiver.ts';
import { type TestApp, withApp } from '../../support/test-app.ts';

const ALL = [
  'payment.created',
  'payment.completed',
  'payment.failed',
  'payment.canceled',
  'refund.created',
  'refund.completed',
  'refund.failed',
];
/** An endpoint of the merchant's at a receiver that answers as `reply` says. */
export async function withHook(
  work: (app: TestApp, hook: { id: string; secret: string; at: Receiver }) => Promise<void>,
  {
    reply,
    events = ALL,
  }: { reply?: (response: ServerResponse, count: number) => void; events?: string[] } = {},
): Promise<void> {
  const at = await receiver(reply);
  try {
    await withApp(async (app) => {
      const { body } = await app.call('POST', '/v2/webhooks', { body: { url: at.url, events } });
      await work(app, { id: body.id as string, secret: body.secret as string, at });
    });
  } finally {
    at.close();
  }
}

/** Runs the jobs until nothing is due, and waits for the receivers. */
export async function drain(app: TestApp): Promise<void> {
  do await app.core.webhooks.settled();
  while ((await app.core.jobs.runDue()) > 0);
  await app.core.webhooks.settled();
}

/** The endpoint's deliveries, newest first. */
export const deliveries = async (app: TestApp, id: string) =>
  (await app.call('GET', `/v2/webhooks/${id}/deliveries?limit=100`)).body.data as Record<string, unknown>[];
