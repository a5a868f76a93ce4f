import {
  askedOf,
  type Core,
  DomainError,
  type GatewayPayment,
  isWaiting,
  OWN_ACCOUNT,
  type Payment,
  type PaymentOutcome,
  type Scope,
} from '../../../../core/index.ts';
import { type Route, route, type Surface } from '../../route.ts';
import { LIFEOS_RATE_LIMIT, lifeosSurface } from '../lifeos/index.ts';
import { paymentBody } from '../lifeos/present.ts';
import { payment } from '../lifeos/schemas.ts';

/** What the helpers need of the sandbox gateway: to decide an attempt as its own pages do. */
export interface SandboxBuyer {
  readonly id: string;
  settle(
    attempt: GatewayPayment,
    decision: 'approve' | { readonly decline: string },
  ): Promise<PaymentOutcome>;
}

/**
 * `POST /test_helpers/payments/{id}/{complete|fail|cancel|expire|deposit}`: does at once what the buyer would do
 * on the page. For test credentials only; with a live one these routes do not exist.
 */
export function testHelpersSurface(sandbox: SandboxBuyer, rateLimit = LIFEOS_RATE_LIMIT): Surface {
  const lifeos = lifeosSurface(rateLimit);
  const helper = (
    name: string,
    en: string,
    ko: string,
    act: (core: Core, scope: Scope, id: string) => Promise<Payment>,
  ): Route =>
    route({
      method: 'POST',
      path: `/payments/:id/${name}`,
      id: `${name}Payment`,
      summary: { ko, en },
      access: { kind: 'any', mode: 'test' },
      status: 200,
      response: payment,
      handle: ({ core, caller, params }) => act(core, caller.scope, params['id'] ?? ''),
      present: paymentBody,
    });
  return {
    ...lifeos,
    name: 'test-helpers',
    title: 'Test helpers',
    version: '1',
    description: {
      ko: '테스트 모드에서 구매자의 행동을 대신합니다.',
      en: 'Do what a buyer would do, in test mode.',
    },
    basePath: '/test_helpers',
    routes: [
      helper('complete', 'The buyer pays', '구매자가 결제합니다', approve),
      helper('deposit', 'The transfer arrives', '입금이 확인됩니다', deposit),
      helper(
        'fail',
        'The buyer is declined until the payment fails',
        '승인이 계속 거절되어 결제가 실패합니다',
        fail,
      ),
      helper('cancel', 'The payment is canceled', '결제가 취소됩니다', (core, scope, id) =>
        core.payments.cancel(scope, id),
      ),
      helper('expire', 'The time to pay runs out', '결제 기한이 지납니다', (core, scope, id) =>
        core.payments.expire(scope, id),
      ),
    ],
  };

  async function decide(
    core: Core,
    scope: Scope,
    id: string,
    decision: 'approve' | { decline: string },
  ): Promise<Payment> {
    const begun = await core.payments.begin(scope, id, { method: 'card', returnUrl: null });
    const { attemptId, method } = begun;
    if (attemptId && begun.gateway === OWN_ACCOUNT && decision === 'approve') {
      await core.testTransfer(scope, attemptId);
      return core.payments.get(scope, id);
    }
    if (!attemptId || !method || begun.gateway !== sandbox.id)
      throw new DomainError('method_not_available', 'the sandbox does not carry this payment');
    const asked = askedOf(begun, { id: attemptId, method, returnUrl: null });
    return core.payments.hear(scope, attemptId, await sandbox.settle(asked, decision));
  }

  function approve(core: Core, scope: Scope, id: string): Promise<Payment> {
    return decide(core, scope, id, 'approve');
  }

  async function deposit(core: Core, scope: Scope, id: string): Promise<Payment> {
    const waiting = await core.payments.get(scope, id);
    if (waiting.method !== 'bank_transfer')
      throw new DomainError('method_not_available', 'this payment is not paid by transfer');
    if (!isWaiting(waiting))
      throw new DomainError('illegal_transition', 'this payment waits for no transfer', {
        from: waiting.status,
      });
    return approve(core, scope, id);
  }

  async function fail(core: Core, scope: Scope, id: string): Promise<Payment> {
    let declined = await decide(core, scope, id, { decline: 'card_declined' });
    while (declined.status === 'requires_payment_method')
      declined = await decide(core, scope, id, { decline: 'card_declined' });
    return declined;
  }
}
