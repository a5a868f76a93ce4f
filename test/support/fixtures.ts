import type {
  ApiKey,
  Event,
  IdempotencyRecord,
  Merchant,
  Payment,
  PaymentAttempt,
  PaymentHistoryEntry,
  Refund,
  SandboxCharge,
  Scope,
  WebhookDelivery,
  WebhookEndpoint,
} from '../../core/index.ts';

/** 2026-03-02 00:00 UTC, the beginning of a day. */
export const NOW = Date.UTC(2026, 2, 2);

/** One day. */
export const DAY = 86_400_000;

/** The scope of the samples, and two that must see nothing of them. */
export const SCOPE: Scope = { merchantId: 'mer_sample', mode: 'test' };
export const OTHER_MERCHANT: Scope = { merchantId: 'mer_other', mode: 'test' };
export const OTHER_MODE: Scope = { merchantId: 'mer_sample', mode: 'live' };

/** Text that a careless column would spoil. */
export const WILD_TEXT = '홍길동 👩‍👩‍👧 "quoted" \'single\' \\back\\ \n\t ß ;--?$1';

let made = 0;

/** An id that no other sample has; later ones sort after earlier ones. */
export function sampleId(prefix: string): string {
  made += 1;
  return `${prefix}_${String(made).padStart(8, '0')}`;
}

/** A merchant. */
export function sampleMerchant(change: Partial<Merchant> = {}): Merchant {
  return { id: sampleId('mer'), name: WILD_TEXT, createdAt: NOW, ...change };
}

/** A secret key whose hash is its id: the storage does not mind. */
export function sampleKey(change: Partial<ApiKey> = {}): ApiKey {
  const id = sampleId('key');
  return {
    id,
    ...SCOPE,
    kind: 'secret',
    name: '운영 서버',
    hash: id.padEnd(64, '0'),
    hint: 'sk_test_…wxyz',
    createdAt: NOW,
    lastUsedAt: null,
    revokedAt: null,
    ...change,
  };
}

/** A payment that waits for its buyer, with something in every column that may be empty. */
export function samplePayment(change: Partial<Payment> = {}): Payment {
  return {
    id: sampleId('pay'),
    ...SCOPE,
    status: 'requires_action',
    amount: 29_900,
    currency: 'KRW',
    amountCaptured: 0,
    amountRefunded: 0,
    amountRefunding: 0,
    amountDisputed: 0,
    method: 'card',
    instalmentMonths: 3,
    sessionId: 'cs_1',
    description: WILD_TEXT,
    metadata: { order: '주문-1', emoji: '🎁', empty: '' },
    gateway: 'sandbox',
    attemptId: 'att_1',
    attemptCount: 1,
    nextAction: { type: 'redirect', url: 'https://example.com/pay?a=1&b=%20' },
    instrument: { type: 'card', brand: 'visa', last4: '4242', fingerprint: 'f'.repeat(32), country: 'KR' },
    cancelReason: null,
    failureCode: 'card_declined',
    failureMessage: '한도 초과',
    expiresAt: NOW + DAY,
    dueAt: NOW + DAY,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A payment that was paid, all of it. */
export function paidPayment(change: Partial<Payment> = {}): Payment {
  return samplePayment({
    status: 'succeeded',
    amountCaptured: 29_900,
    nextAction: null,
    failureCode: null,
    failureMessage: null,
    dueAt: null,
    ...change,
  });
}

/** The first row of a payment's history. */
export function sampleHistory(change: Partial<PaymentHistoryEntry> = {}): PaymentHistoryEntry {
  return {
    paymentId: 'pay_1',
    ...SCOPE,
    sequence: 1,
    from: null,
    to: 'requires_payment_method',
    reason: 'created',
    attemptId: null,
    at: NOW,
    ...change,
  };
}

/** An attempt without an answer, to be asked about at once. */
export function sampleAttempt(change: Partial<PaymentAttempt> = {}): PaymentAttempt {
  return {
    id: sampleId('att'),
    paymentId: 'pay_1',
    ...SCOPE,
    gateway: 'sandbox',
    method: 'card',
    instalmentMonths: 3,
    status: 'processing',
    returnUrl: 'https://shop.example/return',
    nextAction: null,
    amountApproved: null,
    failureCode: null,
    failureMessage: null,
    checkAt: NOW,
    checks: 0,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A refund without an answer, to be asked about at once. */
export function sampleRefund(change: Partial<Refund> = {}): Refund {
  return {
    id: sampleId('ref'),
    paymentId: 'pay_1',
    ...SCOPE,
    status: 'processing',
    amount: 10_000,
    currency: 'KRW',
    reason: '단순 변심',
    notifyCustomer: false,
    origin: 'merchant',
    refundAccount: { bankCode: '088', accountNumber: '110123456789', holder: '홍길동' },
    failureCode: null,
    failureMessage: null,
    checkAt: NOW,
    checks: 0,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** The event of a payment that was made. */
export function sampleEvent(change: Partial<Event> = {}): Event {
  const fact = { type: 'payment.created', payment: samplePayment() } as const;
  return { id: sampleId('evt'), ...SCOPE, fact, createdAt: NOW, ...change };
}

/** An endpoint that hears of two sorts of events. */
export function sampleEndpoint(change: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    id: sampleId('wh'),
    ...SCOPE,
    family: 'lifeos',
    workspaceId: null,
    shopId: null,
    url: 'https://shop.example/hooks?이름=값',
    events: ['payment.created', 'refund.succeeded'],
    sealedSecret: 'v1:sealed',
    sealedPreviousSecret: null,
    previousSecretUntil: null,
    active: true,
    disabledReason: null,
    failingSince: null,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A delivery that is due. */
export function sampleDelivery(change: Partial<WebhookDelivery> = {}): WebhookDelivery {
  return {
    id: sampleId('dlv'),
    ...SCOPE,
    endpointId: 'wh_1',
    url: null,
    eventId: sampleId('evt'),
    eventType: 'payment.completed',
    body: `{"text":"${'한글 🎉'}"}`,
    status: 'pending',
    attempts: 0,
    dueAt: NOW,
    lastAttemptAt: null,
    responseStatus: null,
    error: null,
    createdAt: NOW,
    ...change,
  };
}

/** The record of a request that is running. */
export function sampleRecord(change: Partial<IdempotencyRecord> = {}): IdempotencyRecord {
  return {
    ...SCOPE,
    key: sampleId('idem'),
    requestHash: 'f'.repeat(64),
    subjectId: 'pay_1',
    answer: null,
    leaseUntil: NOW + 60_000,
    expiresAt: NOW + DAY,
    ...change,
  };
}

/** What the sandbox remembers of an attempt. */
export function sampleCharge(change: Partial<SandboxCharge> = {}): SandboxCharge {
  const attemptId = sampleId('att');
  return {
    attemptId,
    mode: 'test',
    status: 'open',
    payment: {
      attemptId,
      paymentId: 'pay_1',
      merchantId: SCOPE.merchantId,
      mode: 'test',
      amount: 29_900,
      currency: 'KRW',
      method: 'card',
      instalmentMonths: 3,
      description: WILD_TEXT,
      returnUrl: null,
      deadline: NOW + DAY,
    },
    instrument: null,
    failureCode: null,
    failureMessage: null,
    refunds: [],
    version: 1,
    ...change,
  };
}
