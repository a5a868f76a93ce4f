import { scopeOf } from '../kernel/scope.ts';
import type { Heard } from '../payments/hear-outcome.ts';
import { type ReservingPorts, reserve } from '../refunds/reserve-refund.ts';
import { refundable } from '../refunds/refund-rules.ts';
import { assessCard } from '../risk/assess-card.ts';
import type { AssessPorts } from '../risk/record-assessment.ts';
import { wholePolicy } from '../risk/risk-rules.ts';
import type { Repositories } from '../storage.ts';

/**
 * Judges the card that a gateway has told of an attempt to pay a session, in the unit of work that hears of it. A shop
 * that has asked for it (`autoRefund`) gives back what its rules would have refused, had they known the card: the
 * refund is set aside here and sent by the job.
 */
export async function judgeCard(
  tx: Repositories,
  ports: AssessPorts & ReservingPorts,
  { was, payment, attempt, outcome }: Heard,
): Promise<void> {
  const instrument = 'instrument' in outcome ? outcome.instrument : null;
  if (!instrument || payment.sessionId === null) return;
  const assessment = await assessCard(tx, ports, { payment, attempt, instrument });
  // Only news that has just brought the money: not a repetition, and not what is told of another attempt.
  const hasPaid = was.status !== 'succeeded' && payment.status === 'succeeded';
  if (!assessment?.shopId || !hasPaid || payment.attemptId !== attempt.id) return;
  const scope = scopeOf(payment);
  const shop = await tx.shops.find(scope, assessment.shopId);
  const { isEnabled, blockScore } = wholePolicy(shop?.riskPolicy ?? null, payment.mode);
  const wouldBlock = isEnabled && blockScore !== null && assessment.score >= blockScore;
  if (!shop?.autoRefund || !wouldBlock || refundable(payment) === 0) return;
  await reserve(tx, ports, { scope, asked: { paymentId: payment.id, reason: 'fraud rules' } });
}
