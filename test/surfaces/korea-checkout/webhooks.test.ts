import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Webhook } from 'standardwebhooks';
import * as assert from 'uvu/assert';
import { type Receiver, receiver } from '../../support/receiver.ts';
import { suite } from '../../support/suite.ts';
import { drain } from '../lifeos/hook.ts';
import { EXAMPLES, type Store, withStore } from './store.ts';

interface Told {
  readonly event: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

/** A shop whose webhooks go to a receiver. */
async function withHook(
  work: (store: Store, hook: { shopId: string; secret: string; at: Receiver }) => Promise<void>,
): Promise<void> {
  const at = await receiver();
  try {
    await withStore(async (store) => {
      const { body } = await store.call('POST', '/api/shops', {
        body: { name: '한국 상점', settings: { webhook_url: at.url } },
      });
      await work(store, { shopId: body.id as string, secret: body.webhook_secret as string, at });
    });
  } finally {
    at.close();
  }
}

const toldBy = ({ received }: Receiver): Told[] => received.map(({ body }) => JSON.parse(body) as Told);

/** The document's own handler, and what it asks its developer to write: `verifySignature`. */
async function documentsHandler(secret: string) {
  const seen: Told[] = [];
  const verifySignature = (payload: Buffer, signature: unknown): boolean => {
    const expected = createHmac('sha256', secret).update(payload).digest();
    const given = Buffer.from(String(signature), 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  const app = express();
  app.post('/webhooks/checkout', express.raw({ type: 'application/json' }), (req, res) => {
    const payload = req.body as Buffer;
    const signature = req.headers['x-korea-checkout-signature'];
    if (!verifySignature(payload, signature)) {
      res.status(400).send('Invalid signature');
      return;
    }
    seen.push(JSON.parse(payload.toString()) as Told);
    res.status(200).send('OK');
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/checkout`;
  return { seen, url, close: () => void server.close() };
}

suite('Korea Checkout webhooks', (test) => {
  test("a payment is told in the document's words and order", () =>
    withHook(async ({ app, paid }, { shopId, at }) => {
      const id = await paid({ shopId, platformOrderId: 'order_123' });
      await drain(app);
      const [told] = toldBy(at);
      const { event, data } = EXAMPLES.webhook;
      const printed = { ...data, sessionId: id, completedAt: '2024-01-01T10:00:00Z' };
      assert.is(told?.event, event);
      assert.equal(Object.keys(told?.data as object).slice(0, 7), Object.keys(data));
      const { customer, ...rest } = printed as Record<string, unknown>;
      assert.equal(Object.fromEntries(Object.keys(rest).map((key) => [key, told?.data[key]])), rest);
      assert.equal(told?.data.customer, {
        ...(customer as object),
        phone: '+82-10-1234-5678',
      });
      assert.equal([told?.data.status, told?.data.shopId], ['completed', shopId]);
      assert.is(at.received.length, 1);
    }));

  test("the document's own handler verifies it, and refuses another shop's secret", () =>
    withHook(async ({ app, call, paid }, { shopId, secret }) => {
      const handler = await documentsHandler(secret);
      const deaf = await documentsHandler('whsec_another');
      try {
        for (const { url } of [handler, deaf]) {
          await call('PATCH', `/api/shops/${shopId}`, { body: { settings: { webhook_url: url } } });
          await paid({ shopId });
          await drain(app);
        }
        assert.equal(
          [handler.seen.length, handler.seen[0]?.event, deaf.seen.length],
          [1, 'payment.completed', 0],
        );
      } finally {
        handler.close();
        deaf.close();
      }
    }));

  test('standardwebhooks verifies the same delivery, and nothing that was changed by one letter', () =>
    withHook(async ({ app, paid }, { shopId, secret, at }) => {
      app.clock.set(Date.now());
      await paid({ shopId });
      await drain(app);
      const verifier = new Webhook(secret);
      const [{ headers, body } = { headers: {}, body: '' }] = at.received;
      verifier.verify(body, headers as Record<string, string>);
      assert.throws(() => verifier.verify(body.replace('29000', '29001'), headers as Record<string, string>));
    }));

  test('failure, refunds and expiry by the job are told; a buyer who gives up is not', () =>
    withHook(async ({ app, call, session, paid, helper }, { shopId, at }) => {
      const failed = await session({ shopId });
      await helper(failed, 'fail');
      await helper(await session({ shopId }), 'cancel');
      const id = await paid({ shopId });
      await call('POST', `/api/checkout/session/${id}/refund`, { body: EXAMPLES['refundSession']?.body });
      const late = await session({ shopId, expiresIn: 600 });
      app.clock.advance(600_000);
      await drain(app);
      const told = toldBy(at);
      const of = (event: string): Told[] => told.filter((one) => one.event === event);
      assert.equal(told.map(({ event }) => event).sort(), [
        'payment.completed',
        'payment.failed',
        'payment.refunded',
        'session.expired',
      ]);
      const [failure] = of('payment.failed');
      assert.equal(
        [failure?.data.sessionId, failure?.data.status, failure?.data.failure.code],
        [failed, 'failed', 'card_declined'],
      );
      const [refund] = of('payment.refunded');
      assert.equal(
        [refund?.data.sessionId, refund?.data.status, refund?.data.refundedAmount],
        [id, 'partially_refunded', 10_000],
      );
      const { refundId, ...facts } = refund?.data.refund as Record<string, unknown>;
      assert.match(String(refundId), /^ref_/);
      assert.equal(facts, { amount: 10_000, reason: '고객 요청 환불', notifyCustomer: true });
      assert.equal(
        of('session.expired').map(({ data }) => [data.sessionId, data.status]),
        [[late, 'expired']],
      );
      assert.is((await call('GET', `/api/checkout/session/${late}`)).body.data.status, 'expired');
    }));

  test("a session's own address takes its events, signed with its shop's secret", () =>
    withHook(async ({ app, paid }, { shopId, secret, at }) => {
      const own = await receiver();
      try {
        await paid({ shopId, webhookUrl: `${own.url}/mine?a=1` });
        await drain(app);
        assert.equal([own.received.length, at.received.length], [1, 0]);
        const [{ headers, body } = { headers: {}, body: '' }] = own.received;
        assert.is(
          headers['x-korea-checkout-signature'],
          createHmac('sha256', secret).update(body).digest('hex'),
        );
      } finally {
        own.close();
      }
    }));

  test('a new secret signs at once, and for a day the old one beside it', () =>
    withHook(async ({ app, call, paid }, { shopId, secret, at }) => {
      app.clock.set(Date.now());
      const { status, body } = await call('POST', `/api/shops/${shopId}/webhook-secret`);
      assert.equal([status, body.success], [200, true]);
      assert.is.not(body.webhook_secret, secret);
      await paid({ shopId });
      await drain(app);
      const [{ headers, body: text } = { headers: {}, body: '' }] = at.received;
      for (const one of [secret, body.webhook_secret as string])
        new Webhook(one).verify(text, headers as Record<string, string>);
      assert.is(
        headers['x-korea-checkout-signature'],
        createHmac('sha256', body.webhook_secret as string)
          .update(text)
          .digest('hex'),
      );
    }));
});
