import { type Core, DomainError, isWaiting, type Scope, type SessionView } from '../../../../core/index.ts';
import { type Route, route } from '../../route.ts';
import { sessionBody } from '../korea-checkout/present.ts';
import { hostOf } from '../korea-checkout/requests.ts';
import { sessionData } from '../korea-checkout/session-data-schema.ts';
import { wrapped } from '../korea-checkout/shared-schemas.ts';
import { type Act, assertAwaitsTransfer, decide, DECLINED, type SandboxBuyer } from './sandbox-buyer.ts';

const response = wrapped(sessionData);

/** What a buyer would do on a session's page, in Korea Checkout's words. */
export function sessionHelpers(sandbox: SandboxBuyer): readonly Route[] {
  const complete: Act<SessionView> = async (core, scope, id) => {
    const begun = await begin(core, scope, id);
    if (isWaiting(begun.payment)) await decide(core, sandbox, begun.payment, 'approve');
    return core.sessions.get(scope, id);
  };

  const deposit: Act<SessionView> = async (core, scope, id) => {
    const { payment } = await core.sessions.get(scope, id);
    assertAwaitsTransfer(payment);
    await decide(core, sandbox, payment, 'approve');
    return core.sessions.get(scope, id);
  };

  const fail: Act<SessionView> = async (core, scope, id) => {
    const { payment } = await core.sessions.get(scope, id);
    if (payment.amount === 0) throw new DomainError('method_not_available', 'nothing is to pay');
    let declined = await decline(core, scope, id);
    while (declined.status === 'requires_payment_method') declined = await decline(core, scope, id);
    return core.sessions.get(scope, id);
  };

  const decline = async (core: Core, scope: Scope, id: string) =>
    decide(core, sandbox, (await begin(core, scope, id)).payment, DECLINED);

  return [
    helper('complete', { en: 'The buyer pays', ko: '구매자가 결제합니다' }, complete),
    helper('deposit', { en: 'The transfer arrives', ko: '입금이 확인됩니다' }, deposit),
    helper(
      'fail',
      { en: 'The buyer is declined until the payment fails', ko: '승인이 계속 거절되어 결제가 실패합니다' },
      fail,
    ),
    helper('cancel', { en: 'The buyer gives up', ko: '구매자가 결제를 취소합니다' }, (core, scope, id) =>
      core.sessions.cancel(scope, id),
    ),
    helper('expire', { en: 'The time to pay runs out', ko: '결제 기한이 지납니다' }, (core, scope, id) =>
      core.sessions.expire(scope, id),
    ),
  ];
}

/** Sets out to pay unless the buyer has done so: with a card where the shop takes them. */
async function begin(core: Core, scope: Scope, id: string): Promise<SessionView> {
  const { shop } = await core.sessions.get(scope, id);
  const [first = null] = shop.paymentMethods;
  const method = shop.paymentMethods.includes('card') ? 'card' : first;
  return core.pay.pay(scope, id, { method, address: null, returnUrl: null });
}

function helper(name: string, summary: Route['summary'], act: Act<SessionView>): Route {
  return route({
    method: 'POST',
    path: `/sessions/:id/${name}`,
    id: `${name}Session`,
    summary,
    access: { kind: 'any', mode: 'test' },
    status: 200,
    response,
    handle: async ({ core, caller: { scope }, params }) => {
      const view = await act(core, scope, params['id'] ?? '');
      return { ...view, host: await hostOf(core, scope, view.shop.id) };
    },
    present: sessionBody,
  });
}
