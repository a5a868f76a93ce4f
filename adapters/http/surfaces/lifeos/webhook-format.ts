import type { Event, WebhookFormat } from '../../../../core/index.ts';
import type { View } from '../../route.ts';
import { isoUtc } from '../../times.ts';
import { EVENT_NAME, paymentBody, refundBody } from './present.ts';

/** The family's name among the core's webhook formats. */
export const LIFEOS = 'lifeos';

/** Events in LifeOS words, signed in `lifeos-signature`. */
export function lifeosWebhookFormat(view: View): WebhookFormat {
  const body = (id: string, type: string, createdAt: number, data: unknown): string =>
    JSON.stringify({ id, type, created_at: isoUtc(createdAt), data });
  return {
    names: EVENT_NAME,
    signatureHeader: 'lifeos-signature',
    render: ({ id, fact, createdAt }: Event) => {
      if (!('payment' in fact) || 'session' in fact) return null;
      const data = 'refund' in fact ? refundBody(fact.refund) : paymentBody(fact.payment, view);
      return body(id, EVENT_NAME[fact.type], createdAt, data);
    },
    renderTest: (id, createdAt) => ({
      type: 'webhook.test',
      body: body(id, 'webhook.test', createdAt, { message: '웹훅이 연결되었습니다. The webhook works.' }),
    }),
  };
}
