import type { Core, Payment, Scope } from '../../../../core/index.ts';
import { type Route, route } from '../../route.ts';
import { paymentBody } from '../lifeos/present.ts';
import { payment } from '../lifeos/schemas.ts';
import {
  type Act,
  assertAwaitsTransfer,
  decide,
  type Decision,
  DECLINED,
  type SandboxBuyer,
} from './sandbox-buyer.ts';

/** What a buyer would do with a payment, in LifeOS words. */
export function paymentHelpers(sandbox: SandboxBuyer): readonly Route[] {
  const begin = async (core: Core, scope: Scope, id: string, decision: Decision): Promise<Payment> =>
    decide(
      core,
      sandbox,
      await core.payments.begin(scope, id, { method: 'card', returnUrl: null }),
      decision,
    );

  const approve: Act<Payment> = (core, scope, id) => begin(core, scope, id, 'approve');

  const deposit: Act<Payment> = async (core, scope, id) => {
    assertAwaitsTransfer(await core.payments.get(scope, id));
    return approve(core, scope, id);
  };

  const fail: Act<Payment> = async (core, scope, id) => {
    let declined = await begin(core, scope, id, DECLINED);
    while (declined.status === 'requires_payment_method') declined = await begin(core, scope, id, DECLINED);
    return declined;
  };

  return [
    helper('complete', { en: 'The buyer pays', ko: '구매자가 결제합니다' }, approve),
    helper('deposit', { en: 'The transfer arrives', ko: '입금이 확인됩니다' }, deposit),
    helper(
      'fail',
      { en: 'The buyer is declined until the payment fails', ko: '승인이 계속 거절되어 결제가 실패합니다' },
      fail,
    ),
    helper('cancel', { en: 'The payment is canceled', ko: '결제가 취소됩니다' }, (core, scope, id) =>
      core.payments.cancel(scope, id),
    ),
    helper('expire', { en: 'The time to pay runs out', ko: '결제 기한이 지납니다' }, (core, scope, id) =>
      core.payments.expire(scope, id),
    ),
  ];
}

function helper(name: string, summary: Route['summary'], act: Act<Payment>): Route {
  return route({
    method: 'POST',
    path: `/payments/:id/${name}`,
    id: `${name}Payment`,
    summary,
    access: { kind: 'any', mode: 'test' },
    status: 200,
    response: payment,
    handle: ({ core, caller, params }) => act(core, caller.scope, params['id'] ?? ''),
    present: paymentBody,
  });
}
