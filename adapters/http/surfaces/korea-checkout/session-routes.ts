import type { Caller, Core, SessionView } from '../../../../core/index.ts';
import { type Route, route } from '../../route.ts';
import { createdBody, type HostedSession, refundBody, refundsBody, sessionBody } from './present.ts';
import { hostOf, onceWith, sessionIdOf } from './requests.ts';
import { newSessionOf, sessionChangeOf } from './session-input.ts';
import { sessionData } from './session-data-schema.ts';
import * as schemas from './session-schemas.ts';
import { wrapped } from './shared-schemas.ts';

const session = wrapped(sessionData);

/** A session and where its page is shown. */
async function hosted(core: Core, { scope }: Caller, view: SessionView): Promise<HostedSession> {
  return { ...view, host: await hostOf(core, scope, view.shop.id) };
}

export const sessionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/checkout/create-session',
    id: 'createSession',
    summary: { ko: '체크아웃 세션 생성', en: 'Create a checkout session' },
    status: 201,
    body: schemas.createSession,
    response: schemas.createdSession,
    handle: async ({ core, caller, body, once }) => {
      const { scope } = caller;
      const shopId = body.shopId ?? (await core.shops.getDefault(scope)).id;
      const host = await hostOf(core, scope, shopId);
      const input = { ...newSessionOf(body, core.clock.now()), shopId };
      const view = await core.sessions.create(scope, input, onceWith(once, { host }));
      return { ...view, host };
    },
    present: createdBody,
  }),
  route({
    method: 'GET',
    path: '/checkout/session/:sessionId',
    freeParams: true,
    id: 'getSession',
    summary: { ko: '세션 조회', en: 'Retrieve a session, and how its payment stands' },
    status: 200,
    response: session,
    handle: async ({ core, caller, params }) =>
      hosted(core, caller, await core.sessions.get(caller.scope, sessionIdOf(params['sessionId']))),
    present: sessionBody,
  }),
  route({
    method: 'PATCH',
    path: '/checkout/session/:sessionId',
    freeParams: true,
    id: 'changeSession',
    summary: {
      ko: '세션 업데이트 (결제를 시작하기 전까지)',
      en: 'Change a session while nobody has begun to pay',
    },
    status: 200,
    body: schemas.changeSession,
    response: session,
    handle: async ({ core, caller, params, body }) => {
      const id = sessionIdOf(params['sessionId']);
      const changed = await core.sessions.change(caller.scope, id, (was) => sessionChangeOf(body, was));
      return hosted(core, caller, changed);
    },
    present: sessionBody,
  }),
  route({
    method: 'POST',
    path: '/checkout/session/:sessionId/expire',
    freeParams: true,
    id: 'expireSession',
    summary: { ko: '세션 만료', en: 'End a session that is not paid, as if its time were over' },
    status: 200,
    response: session,
    handle: async ({ core, caller, params }) =>
      hosted(core, caller, await core.sessions.expire(caller.scope, sessionIdOf(params['sessionId']))),
    present: sessionBody,
  }),
  route({
    method: 'POST',
    path: '/checkout/session/:sessionId/refund',
    freeParams: true,
    id: 'refundSession',
    summary: { ko: '환불 요청', en: 'Give money back, all or a part of it' },
    status: 200,
    body: schemas.refundSession,
    bodyOptional: true,
    response: schemas.refund,
    handle: ({ core, caller, params, body, once }) => {
      const asked = {
        amount: body.amount ?? undefined,
        ...(body.reason ? { reason: body.reason } : {}),
        notifyCustomer: body.notify_customer ?? false,
      };
      return core.sessions.refund(caller.scope, sessionIdOf(params['sessionId']), asked, once);
    },
    resume: ({ core, caller }, id) => core.refunds.get(caller.scope, id),
    present: refundBody,
  }),
  route({
    method: 'GET',
    path: '/checkout/session/:sessionId/refunds',
    freeParams: true,
    id: 'listRefunds',
    summary: { ko: '환불 목록 조회', en: 'List the refunds of a session, oldest first' },
    status: 200,
    response: schemas.refundList,
    handle: async ({ core, caller, params }) => {
      const { payment } = await core.sessions.get(caller.scope, sessionIdOf(params['sessionId']));
      return core.refunds.list(caller.scope, payment.id);
    },
    present: refundsBody,
  }),
];
