import { type Route, route } from '../../route.ts';
import {
  addedMemberBody,
  bankAccountBody,
  bankAccountsBody,
  meBody,
  membersBody,
  tokenBody,
  totalHeader,
  workspaceBody,
  workspaceDetailBody,
  workspacesBody,
} from './present.ts';
import { actorOf, idOf, offsetOf } from './requests.ts';
import * as schemas from './schemas.ts';

const list = (items: typeof schemas.workspace | typeof schemas.member | typeof schemas.bankAccount) =>
  ({ type: 'array', items }) as const;

export const workspaceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/workspaces',
    id: 'listWorkspaces',
    summary: { ko: '워크스페이스 목록 조회', en: 'List the workspaces that you belong to' },
    status: 200,
    query: schemas.listQuery,
    response: list(schemas.workspace),
    handle: ({ core, caller, query }) => core.workspaces.list(actorOf(caller), offsetOf(query)),
    present: workspacesBody,
    headers: totalHeader,
  }),
  route({
    method: 'POST',
    path: '/workspaces',
    id: 'createWorkspace',
    summary: { ko: '워크스페이스 생성', en: 'Create a workspace' },
    // As the document prints it.
    status: 200,
    body: schemas.createWorkspace,
    response: schemas.workspace,
    handle: ({ core, caller, body, once }) => core.workspaces.create(actorOf(caller), body.name, once),
    present: workspaceBody,
  }),
  route({
    method: 'GET',
    path: '/workspaces/:id',
    id: 'getWorkspace',
    summary: { ko: '워크스페이스 상세 조회', en: 'Retrieve a workspace with its policy' },
    status: 200,
    response: schemas.workspaceDetail,
    handle: ({ core, caller, params }) => core.workspaces.get(actorOf(caller), idOf(params['id'])),
    present: workspaceDetailBody,
  }),
  route({
    method: 'PATCH',
    path: '/workspaces/:id',
    id: 'changeWorkspace',
    summary: { ko: '워크스페이스 설정 변경', en: 'Change name, policy or webhook address; for the owner' },
    status: 200,
    body: schemas.changeWorkspace,
    response: schemas.workspaceDetail,
    handle: ({ core, caller, params, body }) =>
      core.workspaces.change(actorOf(caller), idOf(params['id']), {
        name: body.name,
        isActive: body.is_active,
        policy: body.policy && {
          allowUnsignedSms: body.policy.allow_unsigned_sms,
          matchAmountOnly: body.policy.match_amount_only,
          graceMinutes: body.policy.grace_minutes,
          keepSmsDays: body.policy.keep_sms_days,
        },
        webhookUrl: body.webhook_url,
      }),
    present: workspaceDetailBody,
  }),
  route({
    method: 'GET',
    path: '/workspaces/:id/members',
    id: 'listMembers',
    summary: { ko: '구성원 목록 조회', en: 'List who belongs to a workspace' },
    status: 200,
    response: list(schemas.member),
    handle: ({ core, caller, params }) => core.workspaces.listMembers(actorOf(caller), idOf(params['id'])),
    present: membersBody,
  }),
  route({
    method: 'POST',
    path: '/workspaces/:id/members',
    id: 'addMember',
    summary: { ko: '구성원 추가', en: 'Take somebody in; answers a token for somebody new' },
    status: 201,
    body: schemas.addMember,
    response: schemas.member,
    handle: async ({ core, caller, params, body }) => {
      const added = await core.workspaces.invite(actorOf(caller), idOf(params['id']), body);
      // Whom the merchant has made has a token of his own, which is none of the inviter's business.
      const isLocal = added.user.invitedTo !== null;
      const issued = isLocal ? await core.users.issueToken(caller.scope, added.user.id) : null;
      return { added, token: issued?.token ?? null };
    },
    present: addedMemberBody,
  }),
  route({
    method: 'DELETE',
    path: '/workspaces/:id/members/:user_id',
    id: 'removeMember',
    summary: { ko: '구성원 제외', en: 'Let somebody go' },
    status: 204,
    response: null,
    handle: ({ core, caller, params }) =>
      core.workspaces.removeMember(actorOf(caller), idOf(params['id']), idOf(params['user_id'])),
    present: () => null,
  }),
  route({
    method: 'GET',
    path: '/me',
    id: 'getMe',
    summary: { ko: '내 정보', en: 'Whose token this is' },
    status: 200,
    response: schemas.me,
    handle: ({ core, caller }) => core.users.get(caller.scope, actorOf(caller).userId),
    present: meBody,
  }),
  route({
    method: 'POST',
    path: '/me/tokens',
    id: 'issueToken',
    summary: { ko: '새 토큰 발급', en: 'A new token, before this one ends' },
    status: 201,
    response: schemas.token,
    handle: ({ core, caller }) => core.users.issueToken(caller.scope, actorOf(caller).userId),
    present: tokenBody,
  }),
  route({
    method: 'DELETE',
    path: '/me/tokens',
    id: 'revokeTokens',
    summary: { ko: '모든 토큰 폐기', en: 'End all tokens of yours, this one too' },
    status: 204,
    response: null,
    handle: ({ core, caller }) => core.users.revokeTokens(caller.scope, actorOf(caller).userId),
    present: () => null,
  }),
];

export const bankAccountRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/workspaces/:id/bank-accounts',
    id: 'listBankAccounts',
    summary: { ko: '계좌 목록 조회', en: 'List bank accounts' },
    status: 200,
    query: schemas.listBankAccounts,
    response: list(schemas.bankAccount),
    handle: ({ core, caller, params, query }) =>
      core.bankAccounts.list(
        actorOf(caller),
        idOf(params['id']),
        { isActive: query.is_active },
        offsetOf(query),
      ),
    present: bankAccountsBody,
    headers: totalHeader,
  }),
  route({
    method: 'POST',
    path: '/workspaces/:id/bank-accounts',
    id: 'createBankAccount',
    summary: { ko: '계좌 등록', en: 'Register a bank account; for the owner' },
    status: 201,
    body: schemas.createBankAccount,
    response: schemas.bankAccount,
    handle: ({ core, caller, params, body, once }) =>
      core.bankAccounts.register(
        actorOf(caller),
        idOf(params['id']),
        {
          bankCode: body.bank_code,
          bankName: body.bank_name,
          accountNumber: body.account_number,
          holder: body.account_holder,
        },
        once,
      ),
    present: bankAccountBody,
  }),
  route({
    method: 'PATCH',
    path: '/workspaces/:id/bank-accounts/:account_id',
    id: 'changeBankAccount',
    summary: { ko: '계좌 변경', en: 'Change a bank account; for the owner' },
    status: 200,
    body: schemas.changeBankAccount,
    response: schemas.bankAccount,
    handle: ({ core, caller, params, body }) =>
      core.bankAccounts.change(actorOf(caller), idOf(params['id']), idOf(params['account_id']), {
        holder: body.account_holder,
        isActive: body.is_active,
        deviceId: body.phone_number_id,
      }),
    present: bankAccountBody,
  }),
];
