import type { DepositToMatch, MatchPolicy, OrderToMatch } from '../../../core/index.ts';
import { NOW } from '../examples.ts';

/** In milliseconds. */
export const MINUTE = 60_000;
/** As workspaces have it at first. */
export const POLICY: MatchPolicy = { graceMinutes: 30, matchAmountOnly: false };
/** The amount alone may decide. */
export const BY_AMOUNT: MatchPolicy = { ...POLICY, matchAmountOnly: true };

/** A deposit of 홍길동 at `NOW`. */
export const aDeposit = (change: Partial<DepositToMatch> = {}): DepositToMatch => ({
  amount: 10_000,
  depositorName: '홍길동',
  depositedAt: NOW,
  bankAccountId: 1,
  ...change,
});

/** An order that `aDeposit` pays. */
export const anOrder = (change: Partial<OrderToMatch> = {}): OrderToMatch => ({
  id: 1,
  amount: 10_000,
  depositorName: '홍길동',
  orderNumber: 'A-2024-0001',
  bankAccountId: null,
  createdAt: NOW - 60 * MINUTE,
  expiresAt: NOW + 60 * MINUTE,
  ...change,
});
