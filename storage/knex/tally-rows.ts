import type { Scope, Tally, TallyMetric, TallyRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import type { Dialect } from './dialects.ts';
import { toInt, toSum } from './rows.ts';
import type { Row, Session } from './session.ts';
import { IN_SCOPE } from './tables.ts';

/** On a server each sum is spread over so many rows: units that add to the same row wait for each other. */
const SHARDS: Readonly<Record<Dialect, number>> = { sqlite: 1, postgres: 8, mysql: 8 };

const COLUMNS = 'subject, day, metric, detail, currency, shard, merchant_id, mode, n, amount';

const SUMS = `select day, metric, detail, currency, sum(n) as n, sum(amount) as amount from kc_tallies
  where subject = ? and day >= ? and day <= ? and ${IN_SCOPE}
  group by day, metric, detail, currency order by day, metric, detail, currency`;

let turn = 0;

/** Counters in the table `kc_tallies`. */
export function tallyRows(db: Db): TallyRepository {
  return {
    add: (scope, tallies) => db.write((session) => add(session, scope, tallies)),
    list: ({ merchantId, mode }, { subject, from, to }) =>
      db.read(async (session) => {
        const rows = await session.all(SUMS, [subject, from, to, merchantId, mode]);
        return rows.map((row) => tallyOf(subject, row));
      }),
  };
}

async function add(session: Session, scope: Scope, tallies: readonly Tally[]): Promise<void> {
  if (tallies.length === 0) return;
  turn += 1;
  const shard = turn % SHARDS[session.dialect];
  // Everybody adds in the same order, so that no two units wait for each other in a circle.
  const sorted = summed(tallies).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await session.run(
    addSql(session.dialect, sorted.length),
    sorted.flatMap(({ subject, day, metric, detail, currency, count, amount }) => [
      subject,
      day,
      metric,
      detail,
      currency,
      shard,
      scope.merchantId,
      scope.mode,
      count,
      amount,
    ]),
  );
}

/** One of each: PostgreSQL adds to no row twice in one statement. */
function summed(tallies: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>();
  for (const tally of tallies) {
    const known = sums.get(keyOf(tally)) ?? { ...tally, count: 0, amount: 0 };
    const sum = { count: known.count + tally.count, amount: known.amount + tally.amount };
    sums.set(keyOf(tally), { ...known, ...sum });
  }
  return [...sums.values()];
}

function keyOf({ subject, day, metric, detail, currency }: Tally): string {
  return [subject, day, metric, detail, currency].join(' ');
}

function tallyOf(subject: string, row: Row): Tally {
  return {
    subject,
    day: toInt(row['day']),
    metric: row['metric'] as TallyMetric,
    detail: row['detail'] as string,
    currency: row['currency'] as string,
    count: toSum(row['n']),
    amount: toSum(row['amount']),
  };
}

function addSql(dialect: Dialect, rows: number): string {
  const values = Array<string>(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  const sql = `insert into kc_tallies (${COLUMNS}) values ${values}`;
  return dialect === 'mysql'
    ? `${sql} on duplicate key update n = n + values(n), amount = amount + values(amount)`
    : `${sql} on conflict (subject, day, metric, detail, currency, shard)
       do update set n = kc_tallies.n + excluded.n, amount = kc_tallies.amount + excluded.amount`;
}
