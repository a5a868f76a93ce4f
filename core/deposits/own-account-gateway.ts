import { isRefusal } from '../kernel/errors.ts';
import { scopeOf } from '../kernel/scope.ts';
import type {
  Gateway,
  GatewayCapabilities,
  GatewayPayment,
  GatewayRefund,
  PaymentOutcome,
  RefundOutcome,
} from '../payments/gateway.ts';
import type { Clock, Random } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { BankAccount } from '../workspaces/bank-account.ts';
import type { DepositOrder } from './deposit-order.ts';
import { isOverdue, moveOrder, newDepositOrder } from './deposit-order-rules.ts';

/** What the gateway needs from outside. */
export interface OwnAccountPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
}

/** Its name on payments. */
export const OWN_ACCOUNT = 'own_account';

const CAPABILITIES: GatewayCapabilities = {
  modes: ['test', 'live'],
  methods: ['bank_transfer'],
  currencies: ['KRW'],
  partialRefund: true,
  // A person makes the transfer and asks the buyer where to.
  refundAccountFor: [],
};

const CANCELED: PaymentOutcome = { kind: 'canceled' };
const UNKNOWN = { kind: 'unknown' } as const;

/** Order numbers that are tried before a payment gives up: ten million are free at the least. */
const NUMBER_TRIES = 8;

/**
 * The gateway that needs no contract: the merchant's own bank account. A payment is an order there, the deposit that
 * matches it is the approval (written down by whoever matches), and a refund is a transfer that a person makes.
 */
export function ownAccountGateway({ storage, clock, random }: OwnAccountPorts): Gateway {
  return {
    id: OWN_ACCOUNT,
    capabilities: CAPABILITIES,
    serves: async (scope) => (await storage.bankAccounts.findReceiving(scopeOf(scope))) !== null,
    pay: (payment) => storage.transaction((tx) => pay(tx, payment)),
    findPayment: async (attemptId) =>
      outcomeOf(storage, await storage.depositOrders.findByAttempt(attemptId)),
    cancel: (attemptId) => storage.transaction((tx) => cancel(tx, attemptId)),
    refund: (refund) => storage.transaction((tx) => refundOf(tx, refund)),
    findRefund: async ({ refundId }) => {
      const transfer = await storage.refundTransfers.findByRefund(refundId);
      if (!transfer) return { kind: 'absent' };
      return transfer.sentAt === null ? UNKNOWN : { kind: 'succeeded' };
    },
    refundedTotal: async (attemptId) => {
      const transfers = await storage.refundTransfers.listOfAttempt(attemptId);
      return transfers.reduce((sum, { sentAt, amount }) => sum + (sentAt === null ? 0 : amount), 0);
    },
  };

  async function pay(tx: Repositories, payment: GatewayPayment): Promise<PaymentOutcome> {
    const known = await tx.depositOrders.findByAttempt(payment.attemptId);
    if (known) return outcomeOf(tx, known);
    const account = await tx.bankAccounts.findReceiving(scopeOf(payment));
    if (!account) return { kind: 'declined', code: 'no_bank_account', message: '입금받을 계좌가 없습니다.' };
    if (payment.deadline <= clock.now()) return CANCELED;
    return instructions(account, await open(tx, account, payment));
  }

  async function open(
    tx: Repositories,
    account: BankAccount,
    payment: GatewayPayment,
  ): Promise<DepositOrder> {
    const { attemptId, paymentId } = payment;
    for (let left = NUMBER_TRIES; ; left -= 1) {
      // Eight digits: short enough for every bank's field for the sender's name.
      const orderNumber = String(10_000_000 + Math.floor(random.fraction() * 90_000_000));
      const order = newDepositOrder(
        { scope: payment, workspaceId: account.workspaceId },
        {
          orderNumber,
          amount: payment.amount,
          depositorName: orderNumber,
          memo: payment.description,
          expiresAt: payment.deadline,
        },
        clock.now(),
        { bankAccountId: account.id, paymentId, attemptId },
      );
      try {
        return await tx.depositOrders.insert(order);
      } catch (error) {
        if (!isRefusal(error, 'already_exists') || left === 1) throw error;
      }
    }
  }

  async function cancel(tx: Repositories, attemptId: string): Promise<PaymentOutcome> {
    const order = await tx.depositOrders.findByAttempt(attemptId);
    if (order?.status !== 'pending') return outcomeOf(tx, order);
    await tx.depositOrders.update(order, moveOrder(order, 'canceled', clock.now()));
    return CANCELED;
  }

  async function refundOf(tx: Repositories, refund: GatewayRefund): Promise<RefundOutcome> {
    const known = await tx.refundTransfers.findByRefund(refund.refundId);
    if (known) return known.sentAt === null ? UNKNOWN : { kind: 'succeeded' };
    const order = await tx.depositOrders.findByAttempt(refund.attemptId);
    if (!order) return { kind: 'declined', code: 'unknown_payment', message: '입금된 주문이 없습니다.' };
    await tx.refundTransfers.insert({
      ...scopeOf(order),
      refundId: refund.refundId,
      workspaceId: order.workspaceId,
      orderId: order.id,
      attemptId: refund.attemptId,
      amount: refund.amount,
      sentAt: null,
      createdAt: clock.now(),
      version: 1,
    });
    return UNKNOWN;
  }

  async function outcomeOf(from: Repositories, order: DepositOrder | null): Promise<PaymentOutcome> {
    if (!order) return CANCELED;
    if (order.status === 'matched') return { kind: 'succeeded', amount: order.amount, instrument: null };
    const account =
      order.status === 'pending' && order.bankAccountId !== null && !isOverdue(order, clock.now())
        ? await from.bankAccounts.find(scopeOf(order), order.bankAccountId)
        : null;
    return account ? instructions(account, order) : CANCELED;
  }
}

/** The number stays sealed until somebody is shown it, by `payments.instructions`. */
function instructions(account: BankAccount, order: DepositOrder): PaymentOutcome {
  return {
    kind: 'requires_action',
    nextAction: {
      type: 'bank_transfer',
      bankCode: account.bankCode,
      bankName: account.bankName,
      accountNumber: account.sealedNumber,
      accountSealed: true,
      accountHolder: account.holder,
      depositorName: order.depositorName,
      deadline: order.expiresAt ?? 0,
    },
  };
}
