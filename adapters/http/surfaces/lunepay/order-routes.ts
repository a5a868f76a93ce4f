import { type Route, route } from '../../route.ts';
import { ORDER_STATUS, orderBody, ordersBody, suggestionBody, totalHeader } from './present.ts';
import { actorOf, idOf, momentOrNull, offsetOf } from './requests.ts';
import * as schemas from './schemas.ts';

export const orderRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/workspaces/:id/orders',
    id: 'listOrders',
    summary: { ko: '주문 목록 조회', en: 'List orders, newest first' },
    status: 200,
    query: schemas.listOrders,
    response: { type: 'array', items: schemas.order },
    handle: ({ core, caller, params, query }) =>
      core.depositOrders.list(
        actorOf(caller),
        idOf(params['id']),
        { status: query.status && ORDER_STATUS[query.status] },
        offsetOf(query),
      ),
    present: ordersBody,
    headers: totalHeader,
  }),
  route({
    method: 'POST',
    path: '/workspaces/:id/orders',
    id: 'createOrder',
    summary: { ko: '주문 등록', en: 'Register an order that waits for a transfer' },
    status: 201,
    body: schemas.createOrder,
    response: schemas.order,
    handle: ({ core, caller, params, body, once }) =>
      core.depositOrders.create(
        actorOf(caller),
        idOf(params['id']),
        {
          orderNumber: body.order_number,
          amount: body.amount,
          depositorName: body.depositor_name,
          customerEmail: body.customer_email,
          customerPhone: body.customer_phone,
          memo: body.memo,
          expiresAt: momentOrNull(body.expires_at),
        },
        once,
      ),
    present: orderBody,
  }),
  route({
    method: 'GET',
    path: '/workspaces/:id/orders/:order_id',
    id: 'getOrder',
    summary: { ko: '주문 상세 조회', en: 'Retrieve an order' },
    status: 200,
    response: schemas.order,
    handle: ({ core, caller, params }) =>
      core.depositOrders.get(actorOf(caller), idOf(params['id']), idOf(params['order_id'])),
    present: orderBody,
  }),
  route({
    method: 'PATCH',
    path: '/workspaces/:id/orders/:order_id',
    id: 'changeOrder',
    summary: { ko: '주문 수정', en: 'Edit or cancel a pending order' },
    status: 200,
    body: schemas.changeOrder,
    response: schemas.order,
    handle: async ({ core, caller, params, body }) => {
      const [actor, workspace, id] = [actorOf(caller), idOf(params['id']), idOf(params['order_id'])];
      const { status, ...facts } = body;
      // Canceled first there would be nothing left to edit; an edit alone may match the order.
      if (status === undefined) return core.depositOrders.change(actor, workspace, id, changeOf(facts));
      return core.depositOrders.cancel(actor, workspace, id, changeOf(facts));
    },
    present: orderBody,
  }),
  route({
    method: 'GET',
    path: '/workspaces/:id/amounts/suggest',
    id: 'suggestAmount',
    summary: { ko: '겹치지 않는 금액 제안', en: 'An amount near this one that no pending order has' },
    status: 200,
    query: schemas.suggestQuery,
    response: schemas.suggestion,
    handle: ({ core, caller, params, query }) =>
      core.depositOrders.suggest(actorOf(caller), idOf(params['id']), query.amount),
    present: suggestionBody,
  }),
];

interface Facts {
  readonly amount?: number;
  readonly depositor_name?: string;
  readonly customer_email?: string | null;
  readonly customer_phone?: string | null;
  readonly memo?: string | null;
  readonly expires_at?: string | null;
}

function changeOf(facts: Facts) {
  return {
    amount: facts.amount,
    depositorName: facts.depositor_name,
    customerEmail: facts.customer_email,
    customerPhone: facts.customer_phone,
    memo: facts.memo,
    expiresAt: momentOrNull(facts.expires_at),
  };
}
