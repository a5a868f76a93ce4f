import * as assert from 'node:assert/strict';
import type { Knex } from 'knex';

interface SessionRow {
  readonly id: string;
  readonly payment_id: string;
  readonly order_amount: number | string;
  readonly coupons: string;
  readonly open_order: string | null;
  readonly platform_order_id: string;
  readonly ended_at: number | string | null;
  readonly completed_at: number | string | null;
}

interface PaymentRow {
  readonly id: string;
  readonly session_id: string | null;
  readonly status: string;
  readonly amount: number | string;
}

const ENDED = ['succeeded', 'failed', 'canceled'];

/**
 * What must be true of checkout sessions at every moment: each has its payment at its price, has ended when that has
 * and was told so once. Reads the rows themselves. Throws with the session that breaks a promise.
 */
export async function assertSessions(knex: Knex): Promise<void> {
  const sessions = await knex<SessionRow, SessionRow[]>('kc_checkout_sessions');
  const payments = await knex<PaymentRow, PaymentRow[]>('kc_payments').whereNotNull('session_id');
  const told = await toldOf(knex);
  assert.equal(
    payments.length,
    sessions.length,
    'each session has one payment, and each of those its session',
  );
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  for (const session of sessions) {
    const payment = byId.get(session.payment_id);
    assert.ok(payment?.session_id === session.id, `${session.id}: its payment is another session's`);
    assertOne(session, payment, told.get(session.id) ?? []);
  }
}

function assertOne(session: SessionRow, { status, amount }: PaymentRow, told: readonly string[]): void {
  const { id } = session;
  const coupons = JSON.parse(session.coupons) as { amount: number }[];
  const off = coupons.reduce((sum, coupon) => sum + coupon.amount, 0);
  assert.equal(Number(amount), Number(session.order_amount) - off, `${id}: its payment has another price`);
  const hasEnded = ENDED.includes(status);
  assert.equal(session.ended_at !== null, hasEnded, `${id}: it has ended when its payment has (${status})`);
  assert.equal(
    session.completed_at !== null,
    status === 'succeeded',
    `${id}: it is completed when it is paid`,
  );
  assert.equal(session.open_order, hasEnded ? null : session.platform_order_id, `${id}: open orders`);
  assert.equal(told.length, hasEnded ? 1 : 0, `${id}: its end was told ${told.length} times`);
}

/** How often the end of each session was told. */
async function toldOf(knex: Knex): Promise<Map<string, string[]>> {
  const told = new Map<string, string[]>();
  for (const { fact } of await knex<{ fact: string }, { fact: string }[]>('kc_events').select('fact')) {
    const { type, session } = JSON.parse(fact) as { type: string; session?: { id: string } };
    if (!session || type === 'session.refunded') continue;
    told.set(session.id, [...(told.get(session.id) ?? []), type]);
  }
  return told;
}
