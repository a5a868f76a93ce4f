import type { DeliveryRoom, WebhookDelivery } from '../../core/index.ts';
import type { Session } from './session.ts';
import type { Table } from './tables.ts';

/** Endpoints whose due deliveries are read by one statement. */
const ENDPOINTS_AT_ONCE = 16;

/** Active endpoints with due deliveries, the one that waits longest first: one look into an index for each. */
const WAITING = `
  select id from (
    select e.id as id, (
      select d.due_at from kc_webhook_deliveries d
      where d.endpoint_id = e.id and d.status = 'pending' and d.due_at is not null
      order by d.due_at limit 1
    ) as first_due from kc_webhook_endpoints e where e.active = 1
  ) waiting where first_due <= ? order by first_due, id limit ?`;

/** Due deliveries, one from each endpoint in turn until `room` is filled. */
export async function listDueInTurn(
  session: Session,
  table: Table<WebhookDelivery>,
  now: number,
  room: DeliveryRoom,
): Promise<WebhookDelivery[]> {
  // Endpoints without a free place must not take the place of others here.
  const rows = await session.all(WAITING, [now, room.limit + room.busy.size]);
  const waiting = rows
    .map((row) => ({
      id: row['id'] as string,
      free: room.perEndpoint - (room.busy.get(row['id'] as string) ?? 0),
    }))
    .filter(({ free }) => free > 0)
    .slice(0, room.limit);
  const queues: WebhookDelivery[][] = [];
  for (let from = 0; from < waiting.length; from += ENDPOINTS_AT_ONCE)
    queues.push(...(await queuesOf(session, table, now, waiting.slice(from, from + ENDPOINTS_AT_ONCE))));
  return inTurn(queues, room.limit);
}

/** What is due at each of these endpoints, oldest first. */
async function queuesOf(
  session: Session,
  table: Table<WebhookDelivery>,
  now: number,
  endpoints: readonly { readonly id: string; readonly free: number }[],
): Promise<WebhookDelivery[][]> {
  const one = `${table.select} where endpoint_id = ? and status = 'pending' and due_at <= ? order by due_at limit ?`;
  const sql = endpoints.map((_, index) => `select * from (${one}) q${index}`).join(' union all ');
  const rows = await session.all(
    sql,
    endpoints.flatMap(({ id, free }) => [id, now, free]),
  );
  const queues = new Map<string, WebhookDelivery[]>(endpoints.map(({ id }) => [id, []]));
  for (const row of rows) {
    const delivery = table.read(row);
    queues.get(delivery.endpointId)?.push(delivery);
  }
  return [...queues.values()];
}

/** The first of each queue, then the second of each, … */
function inTurn<T>(queues: readonly (readonly T[])[], limit: number): T[] {
  const taken: T[] = [];
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  for (let place = 0; place < longest; place++)
    for (const queue of queues) {
      const next = queue[place];
      if (next !== undefined && taken.length < limit) taken.push(next);
    }
  return taken;
}
