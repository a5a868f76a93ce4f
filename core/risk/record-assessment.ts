import { DomainError } from '../kernel/errors.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import { seoulDay } from '../kernel/time.ts';
import type { Payment } from '../payments/payment.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import type { Repositories } from '../storage.ts';
import type { RiskAssessment, RiskFacts, RiskSignalKind, UsualAmount } from './risk.ts';
import { USUAL_DAYS, usualAmount } from './risk-rules.ts';
import type { SignalKey } from './risk-signal-rules.ts';
import { riskTallies } from './risk-tally-rules.ts';

/** What it takes to judge within a unit of work. */
export interface AssessPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: Pick<SecretBox, 'hashes'>;
}

/** The facts of a payment about whose buyer nothing is known. */
export function blankFacts(
  { amount, currency, attemptCount }: Payment,
  usual: UsualAmount | null,
): RiskFacts {
  return {
    attemptNumber: attemptCount + 1,
    amount,
    currency,
    usual,
    attempts: { card: 0, email: 0, phone: 0, address: 0 },
    countries: { buyer: null, card: null, shipping: null },
    isDisposableEmail: false,
  };
}

/** What a shop is usually paid in a payment's currency; null without a shop. */
export async function usualOf(
  from: Pick<Repositories, 'risk'>,
  scope: Scope,
  { payment, shopId, at }: { readonly payment: Payment; readonly shopId: string | null; readonly at: number },
): Promise<UsualAmount | null> {
  if (shopId === null) return null;
  const { currency } = payment;
  const to = seoulDay(at);
  const query = { shopId, currency, from: to - USUAL_DAYS + 1, to };
  return usualAmount(currency, await from.risk.listPaid(scope, query));
}

/** What a try is counted as, however often the button was pressed for it. */
export function subjectOf({ id }: Payment, attemptNumber: number): string {
  return `${id}:${attemptNumber}`;
}

/** An attempt that is counted: what it is, under which keys, and within how long. */
export interface CountedAttempt {
  readonly scope: Scope;
  readonly id: string;
  readonly keys: readonly SignalKey[];
  readonly windowMs: number;
}

/** Adds an attempt's signals and counts those within the window, these among them; 0 for what has no key. */
export async function countAttempts(
  tx: Repositories,
  { clock, secretBox }: AssessPorts,
  { scope, id: subjectId, keys, windowMs }: CountedAttempt,
): Promise<RiskFacts['attempts']> {
  const now = clock.now();
  const counted = { card: 0, email: 0, phone: 0, address: 0 } satisfies Record<RiskSignalKind, number>;
  if (keys.length === 0) return counted;
  const hashed = keys.map(({ kind, key }) => ({ kind, hashes: secretBox.hashes(key) }));
  const signal = { subjectId, ...scope, createdAt: now };
  await tx.risk.addSignals(hashed.map(({ hashes: [hash] }) => ({ ...signal, hash })));
  const sought = hashed.flatMap(({ hashes }) => hashes);
  const counts = await tx.risk.countSignals(scope, sought, now - windowMs);
  for (const { kind, hashes } of hashed)
    counted[kind] = hashes.reduce((sum, hash) => sum + (counts.get(hash) ?? 0), 0);
  return counted;
}

/** What every new assessment says of its payment. */
export function aboutPayment(
  { clock, random }: AssessPorts,
  payment: Payment,
  shopId: string | null,
): Omit<RiskAssessment, 'score' | 'decision' | 'reasons' | 'facts'> {
  return {
    id: random.id('rsk'),
    ...scopeOf(payment),
    shopId,
    sessionId: payment.sessionId,
    paymentId: payment.id,
    attemptId: null,
    replaces: null,
    amount: payment.amount,
    currency: payment.currency,
    createdAt: clock.now(),
  };
}

/** Stores an assessment and counts it; `stale_write`, after which the unit runs again, when another one was faster. */
export async function storeAssessment(
  tx: Repositories,
  assessment: RiskAssessment,
  replaced: RiskAssessment | null,
): Promise<void> {
  if (!(await tx.risk.insert(assessment)))
    throw new DomainError('stale_write', 'the attempt was assessed meanwhile', { id: assessment.id });
  await tx.tallies.add(scopeOf(assessment), riskTallies(assessment, replaced));
}
