import type {
  PaidGroup,
  PaidQuery,
  RiskAssessment,
  RiskFilter,
  RiskRepository,
  RiskSignal,
  Scope,
} from '../../core/index.ts';
import type { Db } from './backend.ts';
import { byIndex } from './dialects.ts';
import { keysetPage, type Listed } from './keyset.ts';
import { inList, toInt, toSum } from './rows.ts';
import type { Param, Session } from './session.ts';
import { defineTable, findAll, findOne, IN_SCOPE, insertNew } from './tables.ts';

const ASSESSMENTS = defineTable<RiskAssessment>('kc_risk_assessments', {
  id: 'text',
  merchantId: 'text',
  mode: 'text',
  shopId: 'text',
  sessionId: 'text',
  paymentId: 'text',
  attemptId: 'text',
  replaces: 'text',
  amount: 'int',
  currency: 'text',
  score: 'int',
  decision: 'text',
  reasons: 'json',
  facts: 'json',
  createdAt: 'int',
});

const SIGNALS = defineTable<RiskSignal>(
  'kc_risk_signals',
  { subjectId: 'text', hash: 'text', merchantId: 'text', mode: 'text', createdAt: 'int' },
  { key: ['subjectId', 'hash'] },
);

const OF_PAYMENT = byIndex(
  'kc_risk_assessments_of_payment',
  `where payment_id = ? and ${IN_SCOPE} order by created_at desc, id desc limit ?`,
);

/** Assessments in the table `kc_risk_assessments`, what attempts are counted by in `kc_risk_signals`. */
export function riskRows(db: Db): RiskRepository {
  return {
    addSignals: (signals) => db.write((session) => addSignals(session, signals)),
    countSignals: (scope, hashes, since) => db.read((session) => countSignals(session, scope, hashes, since)),
    purgeSignals: (until, limit) => db.write((session) => purge(session, until, limit)),
    insert: (assessment) => db.write((session) => insertNew(session, ASSESSMENTS, assessment)),
    findOfAttempt: ({ merchantId, mode }, attemptId) =>
      db.read((session) =>
        findOne(session, ASSESSMENTS, `where attempt_id = ? and ${IN_SCOPE}`, [attemptId, merchantId, mode]),
      ),
    listOfPayment: ({ merchantId, mode }, paymentId, limit) =>
      db.read((session) =>
        findAll(session, ASSESSMENTS, OF_PAYMENT[session.dialect], [paymentId, merchantId, mode, limit]),
      ),
    list: (scope, shopId, filter, cursor) =>
      db.read((session) => keysetPage(session, ASSESSMENTS, listed(scope, shopId, filter), cursor)),
    listPaid: (scope, query) => db.read((session) => listPaid(session, scope, query)),
  };
}

async function addSignals(session: Session, signals: readonly RiskSignal[]): Promise<void> {
  if (signals.length === 0) return;
  const sql = SIGNALS.insertMissing(session.dialect, signals.length);
  await session.run(sql, signals.flatMap(SIGNALS.insertParams));
}

/** One hash at a time: without statistics PostgreSQL would read the whole window for a list of them. */
const OF_HASH = 'from kc_risk_signals where hash = ? and merchant_id = ? and mode = ? and created_at > ?';

async function countSignals(
  session: Session,
  { merchantId, mode }: Scope,
  hashes: readonly string[],
  since: number,
): Promise<ReadonlyMap<string, number>> {
  if (hashes.length === 0) return new Map();
  const { params } = inList(hashes);
  const sql = params
    .map((_, place) => `select ${place} as place, count(*) as n ${OF_HASH}`)
    .join(' union all ');
  const values = params.flatMap((hash) => [hash, merchantId, mode, since]);
  const counts = new Map<string, number>();
  for (const row of await session.all(sql, values)) {
    const [hash, n] = [params[toInt(row['place'])], toInt(row['n'])];
    if (hash !== undefined && n > 0) counts.set(hash, n);
  }
  return counts;
}

const OVER = 'select subject_id from kc_risk_signals where created_at <= ? order by created_at limit ?';

/** The signals of one attempt are of about the same moment: those of them that are younger wait for another run. */
async function purge(session: Session, until: number, limit: number): Promise<number> {
  const rows = await session.all(OVER, [until, limit]);
  const subjects = [...new Set(rows.map((row) => row['subject_id'] as string))];
  if (subjects.length === 0) return 0;
  const { sql, params } = inList(subjects);
  // Computed, so that the rows are found by what they belong to.
  const over = 'coalesce(created_at, 0) <= ?';
  await session.run(`delete from kc_risk_signals where subject_id in (${sql}) and ${over}`, [
    ...params,
    until,
  ]);
  return subjects.length;
}

function listed({ merchantId, mode }: Scope, shopId: string, { decision }: RiskFilter): Listed {
  const params: Param[] = [merchantId, mode, shopId];
  const sql = 'merchant_id = ? and mode = ? and shop_id = ?';
  const matches =
    decision === undefined
      ? { sql, params }
      : { sql: `${sql} and decision = ?`, params: [...params, decision] };
  return {
    matches,
    cursorRow: (id) => ({
      sql: `${ASSESSMENTS.whereKey} and coalesce(shop_id, '') = ?`,
      params: [id, merchantId, mode, shopId],
    }),
    index: `kc_risk_assessments_newest${decision === undefined ? '' : '_of_decision'}`,
  };
}

/** The primary key leads to the days of a shop, each of which has few rows. */
async function listPaid(
  session: Session,
  { merchantId, mode }: Scope,
  { shopId, currency, from, to }: PaidQuery,
): Promise<PaidGroup[]> {
  const rows = await session.all(PAID, [shopId, from, to, currency, merchantId, mode]);
  return rows.map((row) => ({ count: toSum(row['n']), amount: toSum(row['amount']) }));
}

const PAID = `select sum(n) as n, sum(amount) as amount from kc_tallies
  where subject = ? and day >= ? and day <= ? and metric = 'payment.succeeded' and currency = ? and ${IN_SCOPE}
  group by day, detail having sum(amount) > 0`;
