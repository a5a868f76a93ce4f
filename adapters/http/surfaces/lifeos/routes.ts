import { type Route, route } from '../../route.ts';
import { parseIso } from '../../times.ts';
import { METHOD, paymentBody, paymentListBody, refundBody, STANDING } from './present.ts';
import { createPayment, createRefund, listPayments, payment, paymentList, refund } from './schemas.ts';

export const paymentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/payments',
    id: 'listPayments',
    summary: { ko: '결제 목록 조회', en: 'List payments, newest first' },
    status: 200,
    query: listPayments,
    response: paymentList,
    handle: ({ core, caller, query }) =>
      core.payments.list(
        caller.scope,
        {
          standing: query.status && STANDING[query.status],
          createdAfter: query.created_after ? (parseIso(query.created_after) ?? undefined) : undefined,
        },
        { limit: query.limit ?? 10, startingAfter: query.starting_after },
      ),
    present: paymentListBody,
  }),
  route({
    method: 'POST',
    path: '/payments',
    id: 'createPayment',
    summary: { ko: '결제 생성', en: 'Create a payment' },
    status: 201,
    body: createPayment,
    response: payment,
    handle: ({ core, caller, body, once }) =>
      core.payments.create(caller.scope, { ...body, method: METHOD[body.method] }, once),
    resume: ({ core, caller }, id) => core.payments.resumeCreate(caller.scope, id),
    present: paymentBody,
  }),
  route({
    method: 'GET',
    path: '/payments/:id',
    id: 'getPayment',
    summary: { ko: '결제 상세 조회', en: 'Retrieve a payment' },
    status: 200,
    response: payment,
    handle: ({ core, caller, params }) => core.payments.get(caller.scope, params['id'] ?? ''),
    present: paymentBody,
  }),
  route({
    method: 'POST',
    path: '/payments/:id/refund',
    id: 'refundPayment',
    summary: { ko: '결제 환불', en: 'Refund a payment, wholly or in part' },
    status: 200,
    body: createRefund,
    bodyOptional: true,
    response: refund,
    handle: ({ core, caller, params, body, once }) =>
      core.refunds.create(caller.scope, { ...body, paymentId: params['id'] ?? '' }, once),
    resume: ({ core, caller }, id) => core.refunds.get(caller.scope, id),
    present: refundBody,
  }),
  route({
    method: 'POST',
    path: '/payments/:id/cancel',
    id: 'cancelPayment',
    summary: { ko: '결제 취소', en: 'Cancel a payment that is not paid yet' },
    status: 200,
    response: payment,
    handle: ({ core, caller, params, once }) => core.payments.cancel(caller.scope, params['id'] ?? '', once),
    resume: ({ core, caller }, id) => core.payments.get(caller.scope, id),
    present: paymentBody,
  }),
];
