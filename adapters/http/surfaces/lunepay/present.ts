import type {
  BankAccountView,
  CandidateView,
  Deposit,
  DepositOrder,
  DepositOrderStatus,
  DepositView,
  DeviceView,
  IssuedToken,
  MemberView,
  OffsetPage,
  RefundTransfer,
  User,
  Workspace,
  WorkspaceView,
} from '../../../../core/index.ts';
import type { View } from '../../route.ts';
import type { Static } from '../../schema.ts';
import { isoSeoul } from '../../times.ts';
import type * as deposits from './deposit-schemas.ts';
import { matchedMessage, unmatchedMessage } from './messages.ts';
import type * as schemas from './schemas.ts';

type OrderStatus = (typeof schemas.ORDER_STATUSES)[number];

const STATUS: Readonly<Record<DepositOrderStatus, OrderStatus>> = {
  pending: 'PENDING',
  matched: 'MATCHED',
  canceled: 'CANCELLED',
  expired: 'EXPIRED',
};

/** Their status → ours. */
export const ORDER_STATUS: Readonly<Record<OrderStatus, DepositOrderStatus>> = {
  PENDING: 'pending',
  MATCHED: 'matched',
  CANCELLED: 'canceled',
  EXPIRED: 'expired',
};

const timeOrNull = (ms: number | null): string | null => (ms === null ? null : isoSeoul(ms));

/** A presenter of a page's items, made of that of one. */
function pageOf<T, Body>(present: (item: T) => Body): (page: OffsetPage<T>) => Body[] {
  return ({ items }) => items.map(present);
}

/** A presenter of a list, made of that of one. */
function listOf<T, Body>(present: (item: T, view: View) => Body) {
  return (items: readonly T[], view: View): Body[] => items.map((item) => present(item, view));
}

/** The length of the whole list, for the header of a page of it. */
export function totalHeader({ total }: OffsetPage<unknown>): { 'x-total-count': string } {
  return { 'x-total-count': String(total) };
}

export function workspaceBody({
  id,
  name,
  ownerId,
  isActive,
  createdAt,
}: Workspace): Static<typeof schemas.workspace> {
  return { id, name, owner_id: ownerId, is_active: isActive, created_at: isoSeoul(createdAt) };
}

export function workspaceDetailBody(view: WorkspaceView): Static<typeof schemas.workspaceDetail> {
  const { policy } = view.workspace;
  return {
    ...workspaceBody(view.workspace),
    role: view.role,
    policy: {
      allow_unsigned_sms: policy.allowUnsignedSms,
      match_amount_only: policy.matchAmountOnly,
      grace_minutes: policy.graceMinutes,
      keep_sms_days: policy.keepSmsDays,
    },
    webhook_url: view.webhookUrl,
    ...(view.webhookSecret === null ? {} : { webhook_secret: view.webhookSecret }),
  };
}

export function memberBody({ user, role }: MemberView): Static<typeof schemas.member> {
  return { user_id: user.id, name: user.name, email: user.email, role };
}

export function meBody({ id, name, email, mode }: User): Static<typeof schemas.me> {
  return { id, name, email, mode };
}

export function tokenBody({ token, expiresAt }: IssuedToken): Static<typeof schemas.token> {
  return { token, expires_at: isoSeoul(expiresAt) };
}

export function bankAccountBody({
  account,
  accountNumber,
}: BankAccountView): Static<typeof schemas.bankAccount> {
  return {
    id: account.id,
    workspace_id: account.workspaceId,
    bank_code: account.bankCode,
    bank_name: account.bankName,
    account_number: accountNumber,
    account_holder: account.holder,
    is_active: account.isActive,
    phone_number_id: account.deviceId,
    created_at: isoSeoul(account.createdAt),
  };
}

export function orderBody(order: DepositOrder): Static<typeof schemas.order> {
  return {
    id: order.id,
    workspace_id: order.workspaceId,
    order_number: order.orderNumber,
    amount: order.amount,
    depositor_name: order.depositorName,
    status: STATUS[order.status],
    customer_email: order.customerEmail,
    customer_phone: order.customerPhone,
    memo: order.memo,
    expires_at: timeOrNull(order.expiresAt),
    matched_at: timeOrNull(order.matchedAt),
    created_at: isoSeoul(order.createdAt),
    updated_at: isoSeoul(order.updatedAt),
    ...(order.depositId === null ? {} : { deposit_id: order.depositId }),
    ...(order.paymentId === null ? {} : { payment_id: order.paymentId }),
  };
}

type News = Omit<Deposit, 'sealedText' | 'purgeAt' | 'textHash' | 'fingerprint' | 'messageKey'>;

export function depositBody({ deposit, rawSms }: DepositView): Static<typeof deposits.deposit> {
  return { ...depositNewsBody(deposit), raw_sms: rawSms };
}

/** A deposit without the text of its message, for webhooks. */
export function depositNewsBody(deposit: News): Static<typeof deposits.deposit> {
  const { balance, method, source, hold, status, matchedBy, matchedAt } = deposit;
  return {
    id: deposit.id,
    bank_account_id: deposit.bankAccountId,
    amount: deposit.amount,
    depositor_name: deposit.depositorName,
    deposited_at: isoSeoul(deposit.depositedAt),
    matched_order_id: deposit.orderId,
    is_matched: status === 'matched',
    raw_sms: null,
    created_at: isoSeoul(deposit.createdAt),
    ...(matchedBy === null ? {} : { matched_by: matchedBy }),
    ...(matchedAt === null ? {} : { matched_at: isoSeoul(matchedAt) }),
    ...(hold === null ? {} : { hold_reason: hold }),
    ...(status === 'dismissed' ? { is_dismissed: true } : {}),
    ...(balance === null ? {} : { balance }),
    ...(method === null ? {} : { method }),
    ...(source === 'manual' ? {} : { source }),
  };
}

export function candidateBody({ candidate, order }: CandidateView): Static<typeof deposits.candidate> {
  return {
    order_id: order.id,
    order_number: order.orderNumber,
    amount: order.amount,
    depositor_name: order.depositorName,
    difference: candidate.difference,
    score: candidate.score,
    reason: candidate.level,
    doubts: [...candidate.doubts],
  };
}

export function deviceBody(
  { device, token, secret }: DeviceView,
  view: View,
): Static<typeof deposits.device> {
  return {
    id: device.id,
    name: device.name,
    requires_signature: device.requiresSignature,
    heartbeat_minutes: device.heartbeatMinutes,
    last_seen_at: timeOrNull(device.lastSeenAt),
    is_silent: device.silentSince !== null,
    is_active: device.isActive,
    created_at: isoSeoul(device.createdAt),
    ...(device.lastRefusal === null
      ? {}
      : { last_refusal: { reason: device.lastRefusal.reason, at: isoSeoul(device.lastRefusal.at) } }),
    ...(token === null || secret === null
      ? {}
      : { webhook_url: deviceUrl(view.publicUrl, token), token, secret }),
  };
}

/** Where the phone with this token sends its messages. */
export function deviceUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/api/v1/webhooks/bank-sms/${token}`;
}

export function refundTransferBody(transfer: RefundTransfer): Static<typeof deposits.refundTransfer> {
  return {
    refund_id: transfer.refundId,
    order_id: transfer.orderId,
    amount: transfer.amount,
    sent_at: timeOrNull(transfer.sentAt),
    created_at: isoSeoul(transfer.createdAt),
  };
}

/** Somebody who has just been taken in, with a token for somebody new. */
export interface AddedMember {
  readonly added: MemberView;
  readonly token: string | null;
}

export function addedMemberBody({ added, token }: AddedMember): Static<typeof schemas.member> {
  return { ...memberBody(added), ...(token === null ? {} : { token }) };
}

export function suggestionBody(amount: number | null): Static<typeof schemas.suggestion> {
  return { amount };
}

/** A deposit and the order that it was matched to, or taken from. */
export interface Pair {
  readonly deposit: Deposit;
  readonly order: DepositOrder;
}

export function matchedBody({ deposit, order }: Pair): Static<typeof deposits.matched> {
  return pairBody(matchedMessage, { deposit, order });
}

export function unmatchedBody({ deposit, order }: Pair): Static<typeof deposits.matched> {
  return pairBody(unmatchedMessage, { deposit, order });
}

function pairBody(message: typeof matchedMessage, { deposit, order }: Pair) {
  return {
    success: true as const,
    message: message(deposit.id, order.id),
    deposit_id: deposit.id,
    order_id: order.id,
  };
}

export const workspacesBody = pageOf(workspaceBody);
export const membersBody = listOf(memberBody);
export const bankAccountsBody = pageOf(bankAccountBody);
export const ordersBody = pageOf(orderBody);
export const depositsBody = pageOf(depositBody);
export const candidatesBody = listOf(candidateBody);
export const devicesBody = listOf(deviceBody);
export const refundTransfersBody = listOf(refundTransferBody);
