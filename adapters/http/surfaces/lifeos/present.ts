import {
  type EventType,
  type Payment,
  type PaymentList,
  type PaymentMethod,
  type PaymentStanding,
  type Refund,
  type RefundStatus,
  refundable,
  standingOf,
  type WebhookDelivery,
  type WithSecret,
} from '../../../../core/index.ts';
import type { View } from '../../route.ts';
import type { Static } from '../../schema.ts';
import { isoUtc } from '../../times.ts';
import type { METHODS, OTHER_METHODS, refund, STATUSES, payment } from './schemas.ts';
import type { delivery, webhook } from './webhook-schemas.ts';

type Method = (typeof METHODS)[number];
type OtherMethod = (typeof OTHER_METHODS)[number];
type Status = (typeof STATUSES)[number];

/** Their word → ours. */
export const METHOD: Readonly<Record<Method, PaymentMethod>> = {
  card: 'card',
  bank: 'bank_transfer',
  kakao: 'kakao_pay',
};

/** Our word → theirs, also for what only other surfaces can ask for. */
const METHOD_NAME: Readonly<Record<PaymentMethod, Method | OtherMethod>> = {
  card: 'card',
  bank_transfer: 'bank',
  kakao_pay: 'kakao',
  naver_pay: 'naver',
  samsung_pay: 'samsung',
  realtime_transfer: 'realtime_transfer',
  virtual_account: 'virtual_account',
};

const STATUS: Readonly<Record<PaymentStanding, Status>> = {
  open: 'pending',
  paid: 'completed',
  refunded: 'refunded',
  failed: 'failed',
  canceled: 'canceled',
};

/** Their status → what we filter by. */
export const STANDING: Readonly<Record<Status, PaymentStanding>> = {
  pending: 'open',
  completed: 'paid',
  refunded: 'refunded',
  failed: 'failed',
  canceled: 'canceled',
};

const REFUND_STATUS: Readonly<Record<RefundStatus, Static<typeof refund>['status']>> = {
  processing: 'pending',
  succeeded: 'completed',
  failed: 'failed',
};

/** The events that this family tells. */
type PaymentEventType = Extract<EventType, `payment.${string}` | `refund.${string}`>;

/** Our event → their name for it. */
export const EVENT_NAME: Readonly<Record<PaymentEventType, string>> = {
  'payment.created': 'payment.created',
  'payment.succeeded': 'payment.completed',
  'payment.failed': 'payment.failed',
  'payment.canceled': 'payment.canceled',
  'refund.created': 'refund.created',
  'refund.succeeded': 'refund.completed',
  'refund.failed': 'refund.failed',
};

/** Their event name → ours; the schema lets no other name through. */
export function eventType(name: string): EventType {
  return (Object.keys(EVENT_NAME) as PaymentEventType[]).find(
    (type) => EVENT_NAME[type] === name,
  ) as EventType;
}

export function paymentBody(found: Payment, view: View): Static<typeof payment> {
  const transfer = view.instructions(found);
  return {
    id: found.id,
    amount: found.amount,
    currency: found.currency,
    status: STATUS[standingOf(found)],
    method: found.method && METHOD_NAME[found.method],
    description: found.description,
    metadata: { ...found.metadata },
    amount_refunded: found.amountRefunded,
    refundable: found.status === 'succeeded' && refundable(found) > 0,
    checkout_url: `${view.publicUrl}/checkout/${found.sessionId ?? found.id}`,
    created_at: isoUtc(found.createdAt),
    expires_at: isoUtc(found.expiresAt),
    ...(found.instrument ? { card: { last4: found.instrument.last4, brand: found.instrument.brand } } : {}),
    ...(transfer
      ? {
          bank: {
            code: transfer.bankCode,
            name: transfer.bankName,
            account_number: transfer.accountNumber,
            account_holder: transfer.accountHolder,
            depositor_name: transfer.depositorName,
            amount: found.amount,
            deadline: isoUtc(transfer.deadline),
          },
        }
      : {}),
    ...failure(found),
  };
}

export function paymentListBody({ items, hasMore, total }: PaymentList, view: View) {
  return { data: items.map((item) => paymentBody(item, view)), has_more: hasMore, total };
}

export function refundBody(found: Refund): Static<typeof refund> {
  return {
    id: found.id,
    payment_id: found.paymentId,
    amount: found.amount,
    currency: found.currency,
    status: REFUND_STATUS[found.status],
    reason: found.reason,
    created_at: isoUtc(found.createdAt),
    ...failure(found),
  };
}

export function webhookBody({ endpoint, secret }: WithSecret): Static<typeof webhook> {
  return {
    id: endpoint.id,
    url: endpoint.url,
    events: endpoint.events.flatMap((type) => EVENT_NAME[type as PaymentEventType] ?? []),
    active: endpoint.active,
    disabled_reason: endpoint.disabledReason,
    created_at: isoUtc(endpoint.createdAt),
    ...(secret ? { secret } : {}),
  };
}

export function deliveryBody(found: WebhookDelivery): Static<typeof delivery> {
  return {
    id: found.id,
    event_id: found.eventId,
    event_type: found.eventType,
    status: found.status,
    attempts: found.attempts,
    response_status: found.responseStatus,
    error: found.error,
    created_at: isoUtc(found.createdAt),
    last_attempt_at: found.lastAttemptAt === null ? null : isoUtc(found.lastAttemptAt),
    next_attempt_at: found.dueAt === null ? null : isoUtc(found.dueAt),
  };
}

function failure(of: { failureCode: string | null; failureMessage: string | null }) {
  return of.failureCode === null
    ? {}
    : { failure: { code: of.failureCode, message: of.failureMessage ?? '' } };
}
