import type { Caller, Page, WebhookDelivery, WebhookEndpoint } from '../../../../core/index.ts';
import { type Route, route } from '../../route.ts';
import { deliveryBody, eventType, webhookBody } from './present.ts';
import { LIFEOS } from './webhook-format.ts';
import {
  changeWebhook,
  createWebhook,
  delivery,
  deliveryList,
  listDeliveries,
  webhook,
  webhookList,
} from './webhook-schemas.ts';

const withoutSecret = (endpoint: WebhookEndpoint) => webhookBody({ endpoint, secret: null });

/** Endpoints of this family alone. */
const ours = ({ scope }: Caller) => ({ ...scope, family: LIFEOS });

export const webhookRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/webhooks',
    id: 'listWebhooks',
    summary: { ko: '웹훅 목록', en: 'List webhook endpoints' },
    status: 200,
    response: webhookList,
    handle: ({ core, caller }) => core.webhooks.list(caller.scope, LIFEOS),
    present: (endpoints: WebhookEndpoint[]) => ({ data: endpoints.map(withoutSecret) }),
  }),
  route({
    method: 'POST',
    path: '/webhooks',
    id: 'createWebhook',
    summary: { ko: '웹훅 등록', en: 'Register a webhook endpoint; its secret is shown this once' },
    status: 201,
    body: createWebhook,
    response: webhook,
    handle: ({ core, caller, body, once }) =>
      core.webhooks.register(
        caller.scope,
        { family: LIFEOS, url: body.url, events: body.events.map(eventType) },
        once,
      ),
    present: webhookBody,
  }),
  route({
    method: 'GET',
    path: '/webhooks/:id',
    id: 'getWebhook',
    summary: { ko: '웹훅 조회', en: 'Retrieve a webhook endpoint' },
    status: 200,
    response: webhook,
    handle: ({ core, caller, params }) => core.webhooks.get(ours(caller), params['id'] ?? ''),
    present: withoutSecret,
  }),
  route({
    method: 'PATCH',
    path: '/webhooks/:id',
    id: 'changeWebhook',
    summary: { ko: '웹훅 변경', en: 'Change a webhook endpoint, turn it on or off, rotate its secret' },
    status: 200,
    body: changeWebhook,
    response: webhook,
    handle: ({ core, caller, params, body }) =>
      core.webhooks.change(ours(caller), params['id'] ?? '', {
        url: body.url,
        events: body.events?.map(eventType),
        active: body.active,
        rotateSecret: body.rotate_secret,
      }),
    present: webhookBody,
  }),
  route({
    method: 'DELETE',
    path: '/webhooks/:id',
    id: 'deleteWebhook',
    summary: { ko: '웹훅 삭제', en: 'Delete a webhook endpoint' },
    status: 204,
    response: null,
    handle: ({ core, caller, params }) => core.webhooks.remove(ours(caller), params['id'] ?? ''),
    present: () => null,
  }),
  route({
    method: 'POST',
    path: '/webhooks/:id/test',
    id: 'testWebhook',
    summary: { ko: '웹훅 테스트 전송', en: 'Send a test event now' },
    status: 200,
    response: delivery,
    handle: ({ core, caller, params }) => core.webhooks.test(ours(caller), params['id'] ?? ''),
    present: deliveryBody,
  }),
  route({
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    id: 'listDeliveries',
    summary: { ko: '웹훅 전송 기록', en: 'List deliveries, newest first' },
    status: 200,
    query: listDeliveries,
    response: deliveryList,
    handle: ({ core, caller, params, query }) =>
      core.webhooks.listDeliveries(ours(caller), params['id'] ?? '', {
        limit: query.limit ?? 10,
        startingAfter: query.starting_after,
      }),
    present: ({ items, hasMore }: Page<WebhookDelivery>) => ({
      data: items.map(deliveryBody),
      has_more: hasMore,
    }),
  }),
  route({
    method: 'POST',
    path: '/webhooks/:id/deliveries/:deliveryId/retry',
    id: 'retryDelivery',
    summary: { ko: '웹훅 재전송', en: 'Send a delivery again' },
    status: 200,
    response: delivery,
    handle: ({ core, caller, params }) =>
      core.webhooks.retry(ours(caller), params['id'] ?? '', params['deliveryId'] ?? ''),
    present: deliveryBody,
  }),
];
