import type { Payment, PaymentFilter, PaymentStanding, Scope } from '../../core/index.ts';
import type { Dialect } from './dialects.ts';
import { toInt } from './rows.ts';
import type { Param, Session } from './session.ts';

const DAY_MS = 86_400_000;

/** On a server each total is spread over so many rows: units that add to the same row wait for each other. */
const SHARDS: Readonly<Record<Dialect, number>> = { sqlite: 1, postgres: 8, mysql: 8 };

/** So many payments more, or fewer, of one standing. */
export interface TotalChange {
  readonly standing: PaymentStanding;
  readonly n: number;
}

let turn = 0;

/** Adds to the number of payments of this standing that were made on the same day as `payment`. */
export async function addToTotals(
  session: Session,
  payment: Payment,
  changes: readonly TotalChange[],
): Promise<void> {
  turn += 1;
  const shard = turn % SHARDS[session.dialect];
  // Everybody adds in the same order, so that no two units wait for each other in a circle.
  const sorted = [...changes].sort((a, b) => (a.standing < b.standing ? -1 : 1));
  await session.run(
    addSql(session.dialect, sorted.length),
    sorted.flatMap(({ standing, n }) => [
      payment.merchantId,
      payment.mode,
      standing,
      dayOf(payment.createdAt),
      shard,
      n,
    ]),
  );
}

/** How many payments match: whole days from their totals, the day of `createdAfter` from the payments' index. */
export async function countPayments(session: Session, scope: Scope, filter: PaymentFilter): Promise<number> {
  const { createdAfter } = filter;
  if (createdAfter === undefined) return sumTotals(session, scope, filter.standing, null);
  const day = dayOf(createdAfter);
  const since = await sumTotals(session, scope, filter.standing, day);
  const range = { after: createdAfter, before: (day + 1) * DAY_MS };
  return since + (await countRange(session, scope, filter.standing, range));
}

async function sumTotals(
  session: Session,
  { merchantId, mode }: Scope,
  standing: PaymentStanding | undefined,
  afterDay: number | null,
): Promise<number> {
  const params: Param[] = [merchantId, mode];
  let sql = 'select sum(n) as n from kc_payment_totals where merchant_id = ? and mode = ?';
  if (standing !== undefined) {
    sql += ' and standing = ?';
    params.push(standing);
  }
  if (afterDay !== null) {
    sql += ' and day > ?';
    params.push(afterDay);
  }
  const [row] = await session.all(sql, params);
  return toInt(row?.['n'] ?? 0);
}

async function countRange(
  session: Session,
  { merchantId, mode }: Scope,
  standing: PaymentStanding | undefined,
  { after, before }: { readonly after: number; readonly before: number },
): Promise<number> {
  const equal = standing === undefined ? '' : ' and standing = ?';
  const sql = `select count(*) as n from kc_payments where merchant_id = ? and mode = ?${equal}`;
  const params: Param[] = standing === undefined ? [merchantId, mode] : [merchantId, mode, standing];
  const [row] = await session.all(`${sql} and created_at > ? and created_at < ?`, [...params, after, before]);
  return toInt(row?.['n'] ?? 0);
}

function addSql(dialect: Dialect, rows: number): string {
  const values = Array<string>(rows).fill('(?, ?, ?, ?, ?, ?)').join(', ');
  const sql = `insert into kc_payment_totals (merchant_id, mode, standing, day, shard, n) values ${values}`;
  return dialect === 'mysql'
    ? `${sql} on duplicate key update n = n + values(n)`
    : `${sql} on conflict (merchant_id, mode, standing, day, shard) do update set n = kc_payment_totals.n + excluded.n`;
}

const dayOf = (at: number): number => Math.floor(at / DAY_MS);
