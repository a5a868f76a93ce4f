import type {
  BankAccount,
  Deposit,
  DepositOrder,
  Device,
  Membership,
  RefundTransfer,
  User,
  Workspace,
} from '../../core/index.ts';
import { DAY, NOW, SCOPE, sampleId, WILD_TEXT } from './fixtures.ts';

/** Sixty-four letters that no other sample has, where a hash stands. */
export function sampleHash(): string {
  return sampleId('hash').padEnd(64, '0');
}

/** A person without an address, of whom any number may be there. */
export function sampleUser(change: Partial<User> = {}): Omit<User, 'id'> {
  return {
    ...SCOPE,
    name: WILD_TEXT,
    email: null,
    invitedTo: null,
    tokensValidFrom: NOW,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** An active workspace with an endpoint. */
export function sampleWorkspace(change: Partial<Workspace> = {}): Omit<Workspace, 'id'> {
  return {
    ...SCOPE,
    name: WILD_TEXT,
    ownerId: 1,
    isActive: true,
    policy: { graceMinutes: 30, matchAmountOnly: false, allowUnsignedSms: true, keepSmsDays: 90 },
    webhookEndpointId: 'wh_1',
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A member. */
export function sampleMembership(change: Partial<Membership> = {}): Membership {
  return { ...SCOPE, workspaceId: 1, userId: 1, role: 'member', createdAt: NOW, ...change };
}

/** An active account with a phone and two balances. */
export function sampleBankAccount(change: Partial<BankAccount> = {}): Omit<BankAccount, 'id'> {
  return {
    ...SCOPE,
    workspaceId: 1,
    bankCode: '004',
    bankName: '국민은행',
    sealedNumber: 'v1.sealed',
    numberHash: sampleHash(),
    holder: WILD_TEXT,
    isActive: true,
    deviceId: 7,
    balances: [
      { at: NOW - 1, balance: 1_000_000, followed: true },
      { at: NOW, balance: 0, followed: false },
    ],
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A phone that was heard and is due. */
export function sampleDevice(change: Partial<Device> = {}): Omit<Device, 'id'> {
  return {
    ...SCOPE,
    workspaceId: 1,
    name: WILD_TEXT,
    tokenHash: sampleHash(),
    sealedToken: 'v1.token',
    sealedSecret: 'v1.secret',
    requiresSignature: true,
    heartbeatMinutes: 1_440,
    lastSeenAt: NOW - DAY,
    dueAt: NOW,
    silentSince: null,
    lastRefusal: null,
    isActive: true,
    createdAt: NOW - DAY,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A pending order with something in every column that may be empty, but for those of a match. */
export function sampleOrder(change: Partial<DepositOrder> = {}): Omit<DepositOrder, 'id'> {
  const made = sampleId('ORD');
  return {
    ...SCOPE,
    workspaceId: 1,
    bankAccountId: 3,
    orderNumber: made,
    amount: 50_000,
    depositorName: '홍길동',
    status: 'pending',
    customerEmail: 'hong@example.com',
    customerPhone: '010-1234-5678',
    memo: WILD_TEXT,
    expiresAt: NOW + DAY,
    dueAt: NOW + DAY,
    matchedAt: null,
    depositId: null,
    paymentId: 'pay_1',
    attemptId: `att_${made}`,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** An open deposit with something in every column that may be empty, but for those of a match and the hold. */
export function sampleDeposit(change: Partial<Deposit> = {}): Omit<Deposit, 'id'> {
  const hash = sampleHash();
  return {
    ...SCOPE,
    workspaceId: 1,
    bankAccountId: 3,
    amount: 50_000,
    depositorName: WILD_TEXT,
    depositedAt: NOW - 1_000,
    balance: 1_234_567,
    method: '전자금융',
    source: 'sms',
    deviceId: 7,
    status: 'open',
    hold: null,
    orderId: null,
    matchedBy: null,
    matchedAt: null,
    sealedText: 'v1.text',
    purgeAt: NOW + DAY,
    textHash: hash,
    fingerprint: hash,
    messageKey: `${NOW}@${WILD_TEXT}`,
    firstOrderId: null,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A transfer that waits for a person. */
export function sampleRefundTransfer(change: Partial<RefundTransfer> = {}): RefundTransfer {
  return {
    ...SCOPE,
    refundId: sampleId('ref'),
    workspaceId: 1,
    orderId: 1,
    attemptId: 'att_1',
    amount: 10_000,
    sentAt: null,
    createdAt: NOW,
    version: 1,
    ...change,
  };
}
