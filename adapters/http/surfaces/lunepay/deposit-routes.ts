import type { Actor, Core, DepositView } from '../../../../core/index.ts';
import { type Route, route } from '../../route.ts';
import * as schemas from './deposit-schemas.ts';
import {
  candidatesBody,
  depositBody,
  depositsBody,
  matchedBody,
  refundTransferBody,
  refundTransfersBody,
  totalHeader,
  unmatchedBody,
} from './present.ts';
import { actorOf, idOf, momentOf, offsetOf } from './requests.ts';

/** What a person decides about a deposit that no machine may match. */
function decision(
  name: 'release' | 'dismiss' | 'restore',
  summary: Route['summary'],
  act: (core: Core, actor: Actor, workspaceId: number, id: number) => Promise<DepositView>,
): Route {
  return route({
    method: 'POST',
    path: `/workspaces/:id/deposits/:deposit_id/${name}`,
    id: `${name}Deposit`,
    summary,
    status: 200,
    response: schemas.deposit,
    handle: ({ core, caller, params }) =>
      act(core, actorOf(caller), idOf(params['id']), idOf(params['deposit_id'])),
    present: depositBody,
  });
}

export const depositRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/workspaces/:id/deposits',
    id: 'listDeposits',
    summary: { ko: '입금 내역 조회', en: 'List deposits, newest first' },
    status: 200,
    query: schemas.listDeposits,
    response: { type: 'array', items: schemas.deposit },
    handle: ({ core, caller, params, query }) =>
      core.deposits.list(
        actorOf(caller),
        idOf(params['id']),
        { isMatched: query.is_matched, bankAccountId: query.bank_account_id },
        offsetOf(query),
      ),
    present: depositsBody,
    headers: totalHeader,
  }),
  route({
    method: 'POST',
    path: '/workspaces/:id/deposits',
    id: 'createDeposit',
    summary: { ko: '수동 입금 등록', en: 'Register a deposit by hand; it is matched at once if it can be' },
    status: 201,
    body: schemas.createDeposit,
    response: schemas.deposit,
    handle: ({ core, caller, params, body, once }) =>
      core.deposits.enter(
        actorOf(caller),
        idOf(params['id']),
        {
          bankAccountId: body.bank_account_id,
          amount: body.amount,
          depositorName: body.depositor_name ?? null,
          depositedAt: momentOf(body.deposited_at),
          rawSms: body.raw_sms,
        },
        once,
      ),
    present: depositBody,
  }),
  route({
    method: 'GET',
    path: '/workspaces/:id/deposits/:deposit_id',
    id: 'getDeposit',
    summary: { ko: '입금 상세 조회', en: 'Retrieve a deposit' },
    status: 200,
    response: schemas.deposit,
    handle: ({ core, caller, params }) =>
      core.deposits.get(actorOf(caller), idOf(params['id']), idOf(params['deposit_id'])),
    present: depositBody,
  }),
  route({
    method: 'GET',
    path: '/workspaces/:id/deposits/:deposit_id/candidates',
    id: 'listCandidates',
    summary: { ko: '매칭 후보 조회', en: 'The pending orders that a deposit may mean, best first' },
    status: 200,
    response: { type: 'array', items: schemas.candidate },
    handle: ({ core, caller, params }) =>
      core.deposits.candidates(actorOf(caller), idOf(params['id']), idOf(params['deposit_id'])),
    present: candidatesBody,
  }),
  decision(
    'release',
    { ko: '보류 해제', en: 'Vouch for a deposit that is held: the machine may match it' },
    (core, ...of) => core.deposits.release(...of),
  ),
  decision(
    'dismiss',
    { ko: '입금 제외 (중복 등)', en: 'Put a deposit away that is none of its own' },
    (core, ...of) => core.deposits.dismiss(...of),
  ),
  decision('restore', { ko: '제외 취소', en: 'Take a deposit out again' }, (core, ...of) =>
    core.deposits.restore(...of),
  ),
];

export const matchRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/workspaces/:id/matches/manual',
    id: 'matchByHand',
    summary: { ko: '수동 매칭', en: 'Match a deposit and an order by hand' },
    status: 200,
    body: schemas.matchByHand,
    response: schemas.matched,
    handle: ({ core, caller, params, body }) =>
      core.deposits.matchByHand(actorOf(caller), idOf(params['id']), {
        depositId: body.deposit_id,
        orderId: body.order_id,
      }),
    present: matchedBody,
  }),
  route({
    method: 'POST',
    path: '/workspaces/:id/matches/:deposit_id/unmatch',
    id: 'unmatch',
    summary: { ko: '매칭 해제', en: 'Undo a match: the order waits again' },
    status: 200,
    response: schemas.matched,
    handle: ({ core, caller, params }) =>
      core.deposits.unmatch(actorOf(caller), idOf(params['id']), idOf(params['deposit_id'])),
    present: unmatchedBody,
  }),
  route({
    method: 'GET',
    path: '/workspaces/:id/refunds',
    id: 'listRefundTransfers',
    summary: { ko: '송금할 환불 조회', en: 'Refunds that wait for a transfer by hand' },
    status: 200,
    response: { type: 'array', items: schemas.refundTransfer },
    handle: ({ core, caller, params }) =>
      core.refundTransfers.listWaiting(actorOf(caller), idOf(params['id'])),
    present: refundTransfersBody,
  }),
  route({
    method: 'POST',
    path: '/workspaces/:id/refunds/:refund_id/sent',
    id: 'markRefundSent',
    summary: { ko: '환불 송금 완료', en: 'Say that a refund has been transferred' },
    status: 200,
    response: schemas.refundTransfer,
    handle: ({ core, caller, params }) =>
      core.refundTransfers.markSent(actorOf(caller), idOf(params['id']), params['refund_id'] ?? ''),
    present: refundTransferBody,
  }),
];
