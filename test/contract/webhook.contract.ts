import * as assert from 'uvu/assert';
import type { DeliveryRoom, WebhookDelivery } from '../../core/index.ts';
import {
  NOW,
  OTHER_MERCHANT,
  OTHER_MODE,
  SCOPE,
  sampleDelivery,
  sampleEndpoint,
  sampleEvent,
} from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import type { Contract } from './storage.contract.ts';

function room(limit: number, perEndpoint: number, busy: Record<string, number> = {}): DeliveryRoom {
  return { limit, perEndpoint, busy: new Map(Object.entries(busy)) };
}

/** So many due deliveries of one endpoint, the oldest first. */
function backlog(endpointId: string, count: number, dueAt = NOW - count): WebhookDelivery[] {
  return Array.from({ length: count }, (_, n) => sampleDelivery({ endpointId, dueAt: dueAt + n }));
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

const lease = (token: string, until = NOW + 60_000) => ({ token, now: NOW, until });

/** The outbox, endpoints and deliveries. */
export const webhookContract: Contract = (test, withStorage) => {
  test('events leave the outbox in the order in which they were appended, and only once', () =>
    withStorage(async (storage) => {
      const events = [
        sampleEvent({ id: 'evt_z' }),
        sampleEvent({ id: 'evt_a', ...OTHER_MODE }),
        sampleEvent({ id: 'evt_m' }),
      ];
      for (const event of events) await storage.events.append(event);
      assert.equal(await storage.events.listDueDispatch(10), events);
      assert.equal(idsOf(await storage.events.listDueDispatch(2)), ['evt_z', 'evt_a']);
      await storage.events.markDispatched(['evt_z', 'evt_m'], NOW);
      await storage.events.markDispatched(['evt_z', 'evt_unknown'], NOW + 1);
      await storage.events.markDispatched([], NOW);
      assert.equal(idsOf(await storage.events.listDueDispatch(10)), ['evt_a']);
      await rejectsWith('already_exists', storage.events.append(sampleEvent({ id: 'evt_z' })));
    }));

  test('endpoints come back whole, oldest first, of one family, to their owner only', () =>
    withStorage(async (storage) => {
      const first = sampleEndpoint();
      const second = sampleEndpoint({
        createdAt: NOW + 1,
        active: false,
        disabledReason: 'gone',
        sealedPreviousSecret: 'v1:old',
        previousSecretUntil: NOW + 1,
        failingSince: NOW,
      });
      for (const endpoint of [second, first, sampleEndpoint({ family: 'ipay' })])
        await storage.webhookEndpoints.insert(endpoint);
      assert.equal(await storage.webhookEndpoints.list(SCOPE, 'lifeos'), [first, second]);
      assert.equal(await storage.webhookEndpoints.find(SCOPE, second.id), second);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.webhookEndpoints.find(scope, first.id), null);
        assert.equal(await storage.webhookEndpoints.list(scope, 'lifeos'), []);
        assert.equal(await storage.webhookEndpoints.listSubscribed(scope, 'payment.created'), []);
        assert.is(await storage.webhookEndpoints.remove(scope, first.id), false);
      }
      const saved = await storage.webhookEndpoints.update(first, { ...first, active: false });
      assert.equal(await storage.webhookEndpoints.find(SCOPE, first.id), saved);
      await rejectsWith('stale_write', storage.webhookEndpoints.update(first, first));
    }));

  test('only active endpoints that want the type are subscribed, whatever their family', () =>
    withStorage(async (storage) => {
      const wants = sampleEndpoint();
      const other = sampleEndpoint({ family: 'ipay', createdAt: NOW + 1 });
      const deaf = sampleEndpoint({ events: ['payment.failed'] });
      const off = sampleEndpoint({ active: false });
      for (const endpoint of [wants, other, deaf, off]) await storage.webhookEndpoints.insert(endpoint);
      assert.equal(await storage.webhookEndpoints.listSubscribed(SCOPE, 'payment.created'), [wants, other]);
    }));

  test('an endpoint is removed with its deliveries, and with nobody else’s', () =>
    withStorage(async (storage) => {
      const [gone, stays] = [sampleEndpoint(), sampleEndpoint()];
      await storage.webhookEndpoints.insert(gone);
      await storage.webhookEndpoints.insert(stays);
      const deliveries = [gone, stays].map(({ id }) => sampleDelivery({ endpointId: id }));
      await storage.webhookDeliveries.insert(deliveries);
      assert.is(await storage.webhookEndpoints.remove(SCOPE, gone.id), true);
      assert.is(await storage.webhookEndpoints.remove(SCOPE, gone.id), false);
      const left = await Promise.all(
        [gone, stays].map(({ id }) => storage.webhookDeliveries.list(SCOPE, id, { limit: 5 })),
      );
      assert.equal(
        left.map(({ items }) => items.length),
        [0, 1],
      );
    }));

  test('an event reaches an endpoint once, however often it is inserted', () =>
    withStorage(async (storage) => {
      const delivery = sampleDelivery();
      const again = sampleDelivery({ eventId: delivery.eventId, body: 'other' });
      const elsewhere = sampleDelivery({ eventId: delivery.eventId, endpointId: 'wh_2' });
      await storage.webhookDeliveries.insert([]);
      await storage.webhookDeliveries.insert([delivery]);
      await storage.webhookDeliveries.insert([again]);
      await storage.webhookDeliveries.insert([again, elsewhere]);
      assert.equal((await storage.webhookDeliveries.list(SCOPE, 'wh_1', { limit: 9 })).items, [delivery]);
      assert.equal((await storage.webhookDeliveries.list(SCOPE, 'wh_2', { limit: 9 })).items, [elsewhere]);
    }));

  test('deliveries are paged newest first, and their bytes are kept', () =>
    withStorage(async (storage) => {
      const deliveries = Array.from({ length: 70 }, (_, n) =>
        sampleDelivery({
          createdAt: NOW + Math.floor(n / 2),
          body: `${n} 한글 🎉 \u0001 ${'x'.repeat(n * 100)}`,
        }),
      );
      await storage.webhookDeliveries.insert(deliveries);
      const newestFirst = [...deliveries].reverse();
      const first = await storage.webhookDeliveries.list(SCOPE, 'wh_1', { limit: 33 });
      assert.equal(first, { items: newestFirst.slice(0, 33), hasMore: true });
      const startingAfter = first.items.at(-1)?.id;
      const rest = await storage.webhookDeliveries.list(SCOPE, 'wh_1', { limit: 50, startingAfter });
      assert.equal(rest, { items: newestFirst.slice(33), hasMore: false });
      await rejectsWith(
        'not_found',
        storage.webhookDeliveries.list(SCOPE, 'wh_2', { limit: 5, startingAfter }),
      );
      assert.equal((await storage.webhookDeliveries.list(OTHER_MODE, 'wh_1', { limit: 5 })).items, []);
    }));

  test('a delivery is found and updated in its scope and at its endpoint only', () =>
    withStorage(async (storage) => {
      const delivery = sampleDelivery();
      await storage.webhookDeliveries.insert([delivery]);
      assert.is(await storage.webhookDeliveries.find(SCOPE, 'wh_2', delivery.id), null);
      assert.is(await storage.webhookDeliveries.find(OTHER_MERCHANT, 'wh_1', delivery.id), null);
      const done: WebhookDelivery = {
        ...delivery,
        status: 'failed',
        attempts: 3,
        dueAt: null,
        lastAttemptAt: NOW + 1,
        responseStatus: 503,
        error: 'timeout',
      };
      const theirs = { ...delivery, ...OTHER_MERCHANT };
      assert.is(await storage.webhookDeliveries.update(theirs, { ...done, ...OTHER_MERCHANT }), false);
      assert.equal(await storage.webhookDeliveries.find(SCOPE, 'wh_1', delivery.id), delivery);
      assert.is(await storage.webhookDeliveries.update(delivery, done), true);
      assert.is(
        await storage.webhookDeliveries.update(delivery, done),
        false,
        'who comes late changes nothing',
      );
      assert.equal(await storage.webhookDeliveries.find(SCOPE, 'wh_1', delivery.id), done);
    }));

  test('a backlog at one endpoint does not hold up the others', () =>
    withStorage(async (storage) => {
      const endpoints = Array.from({ length: 20 }, () => sampleEndpoint());
      for (const endpoint of endpoints) await storage.webhookEndpoints.insert(endpoint);
      const ids = idsOf(endpoints);
      await storage.webhookDeliveries.insert(backlog(ids[0] as string, 100, NOW - 1_000));
      for (const id of ids.slice(1)) await storage.webhookDeliveries.insert(backlog(id, 2, NOW - 10));
      const due = await storage.webhookDeliveries.listDue(NOW, room(50, 16));
      assert.is(due.length, 50);
      assert.is(new Set(due.slice(0, 20).map(({ endpointId }) => endpointId)).size, 20);
      assert.is(due.filter(({ endpointId }) => endpointId === ids[0]).length, 12);
      assert.is(due[0]?.endpointId, ids[0]);
    }));

  test('an endpoint gets no more than its free places, and none that are not due', () =>
    withStorage(async (storage) => {
      const [free, half, full, off] = [true, true, true, false].map((active) =>
        sampleEndpoint({ active }),
      ) as [
        ReturnType<typeof sampleEndpoint>,
        ReturnType<typeof sampleEndpoint>,
        ReturnType<typeof sampleEndpoint>,
        ReturnType<typeof sampleEndpoint>,
      ];
      for (const endpoint of [free, half, full, off]) {
        await storage.webhookEndpoints.insert(endpoint);
        await storage.webhookDeliveries.insert([
          ...backlog(endpoint.id, 5),
          sampleDelivery({ endpointId: endpoint.id, dueAt: NOW + 1 }),
          sampleDelivery({ endpointId: endpoint.id, dueAt: null }),
          sampleDelivery({ endpointId: endpoint.id, status: 'succeeded' }),
        ]);
      }
      const due = await storage.webhookDeliveries.listDue(NOW, room(100, 4, { [half.id]: 3, [full.id]: 4 }));
      const of = (id: string) => due.filter(({ endpointId }) => endpointId === id);
      assert.equal(
        [free, half, full, off].map(({ id }) => of(id).length),
        [4, 1, 0, 0],
      );
      assert.equal(
        of(free.id).map(({ dueAt }) => dueAt),
        [NOW - 5, NOW - 4, NOW - 3, NOW - 2],
      );
      // The places of busy endpoints go to others even when there is room for one endpoint only.
      const one = await storage.webhookDeliveries.listDue(NOW, room(1, 4, { [half.id]: 4, [full.id]: 4 }));
      assert.equal(
        one.map(({ endpointId }) => endpointId),
        [free.id],
      );
    }));

  test('two claimers never share a delivery, and together they get all', () =>
    withStorage(async (storage) => {
      const deliveries = backlog('wh_1', 40);
      await storage.webhookDeliveries.insert(deliveries);
      const claims = await Promise.all(
        ['a', 'b', 'c'].map((token) =>
          storage.transaction((tx) => tx.webhookDeliveries.claim([...deliveries].reverse(), lease(token))),
        ),
      );
      const ids = claims.flat().map(({ id }) => id);
      assert.equal([...ids].sort(), idsOf(deliveries).sort());
      assert.ok(claims.flat().every(({ dueAt }) => dueAt === NOW + 60_000));
    }));

  test('a lease that ran out can be claimed again, what is done or not due cannot', () =>
    withStorage(async (storage) => {
      const [due, done, later] = [
        sampleDelivery(),
        sampleDelivery({ status: 'succeeded' }),
        sampleDelivery({ dueAt: NOW + 1 }),
      ] as const;
      const all = [due, done, later];
      await storage.webhookDeliveries.insert(all);
      const first = await storage.webhookDeliveries.claim(all, lease('first', NOW + 10));
      assert.equal(idsOf(first), [due.id]);
      assert.equal(await storage.webhookDeliveries.claim(all, lease('second')), []);
      const again = await storage.webhookDeliveries.claim([due], {
        token: 'third',
        now: NOW + 10,
        until: NOW + 20,
      });
      assert.equal(idsOf(again), [due.id]);
      assert.equal(await storage.webhookDeliveries.claim([], lease('none')), []);
    }));
};
