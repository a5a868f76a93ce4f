import type { Event, WebhookFormat } from '../../../../core/index.ts';
import { isoSeoul } from '../../times.ts';
import { depositNewsBody, orderBody } from './present.ts';

/** The family's name among the core's webhook formats. */
export const LUNEPAY = 'lunepay';

const NAMES = {
  'deposit.received': 'deposit.received',
  'deposit.matched': 'deposit.matched',
  'deposit.unmatched': 'deposit.unmatched',
  'order.expired': 'order.expired',
  'device.silent': 'device.silent',
} as const;

/** A workspace's events in LunePay's words, signed in `lunepay-signature`. */
export const lunepayWebhookFormat: WebhookFormat = {
  names: NAMES,
  signatureHeader: 'lunepay-signature',
  render: (event) => {
    const told = dataOf(event);
    return told && body(event.id, event.fact.type, event.createdAt, told);
  },
  renderTest: (id, createdAt) => ({
    type: 'webhook.test',
    body: body(id, 'webhook.test', createdAt, { message: '웹훅이 연결되었습니다. The webhook works.' }),
  }),
};

function body(id: string, event: string, createdAt: number, data: object): string {
  return JSON.stringify({ id, event, created_at: isoSeoul(createdAt), data });
}

function dataOf({ fact }: Event): object | null {
  if ('deposit' in fact)
    return {
      workspace_id: fact.deposit.workspaceId,
      deposit: depositNewsBody(fact.deposit),
      order: fact.order && orderBody(fact.order),
    };
  if ('device' in fact)
    return {
      workspace_id: fact.device.workspaceId,
      device_id: fact.device.id,
      name: fact.device.name,
      silent_since: fact.device.silentSince === null ? null : isoSeoul(fact.device.silentSince),
    };
  if (fact.type === 'order.expired')
    return { workspace_id: fact.order.workspaceId, order: orderBody(fact.order) };
  return null;
}
