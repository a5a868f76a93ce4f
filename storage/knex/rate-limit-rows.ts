import {
  type RateLimit,
  type RateLimitAnswer,
  type RateLimitRepository,
  stepUs,
  take,
} from '../../core/index.ts';
import type { Backend } from './backend.ts';
import { unavailable } from './errors.ts';
import { toInt } from './rows.ts';
import type { Session } from './session.ts';

/** Buckets are kept in whole microseconds: finer than any step between two requests. */
const US = 1000;

/** After so many requests buckets that have been full for an hour are forgotten, some at a time. */
const SWEEP_EVERY = 1000;
const SWEEP_AFTER_MS = 60 * 60 * 1000;
const SWEEP_ROWS = 500;

/** A bucket is taken from, or is new, or refuses; another process can come between these looks, but not for ever. */
const LOOKS_MAX = 5;

/**
 * Rate limits that all processes on this database share: core's `take`, done by the database in one statement, so
 * that no two processes take the same request.
 */
export function rateLimitRows(backend: Backend): RateLimitRepository {
  let taken = 0;
  return {
    take: async (bucket, limit, now) => {
      taken += 1;
      if (taken % SWEEP_EVERY === 0) await backend.read((session) => sweep(session, now));
      return backend.read((session) => takeFrom(session, bucket, limit, now));
    },
  };
}

async function takeFrom(
  session: Session,
  bucket: string,
  limit: RateLimit,
  now: number,
): Promise<RateLimitAnswer> {
  const step = stepUs(limit);
  for (let look = 0; look < LOOKS_MAX; look++) {
    const fullAt = await advance(session, bucket, limit, { now: now * US, step });
    if (fullAt !== null) return take(fullAt - step, limit, now).answer;
    const [row] = await session.all('select full_at from kc_rate_limits where bucket = ?', [bucket]);
    const refused = row ? take(toInt(row['full_at']), limit, now).answer : null;
    if (refused && !refused.allowed) return refused;
    if (!row && (await open(session, bucket, now * US + step))) return take(null, limit, now).answer;
  }
  throw unavailable('RATE_LIMIT_CONTENDED');
}

/** Takes one request if there is one, and answers when the bucket will be full again. */
async function advance(
  session: Session,
  bucket: string,
  limit: RateLimit,
  at: { readonly now: number; readonly step: number },
): Promise<number | null> {
  // The bucket still has room when it would be full again no later than its whole capacity from now.
  const capacity = at.step * limit.limit;
  const latest = at.now + capacity - at.step;
  const base = 'case when full_at > ? then ? else greatest(full_at, ?) end';
  const baseParams = [at.now + 2 * capacity, at.now, at.now];
  const where = `where bucket = ? and (${base}) <= ?`;
  const params = [...baseParams, at.step, bucket, ...baseParams, latest];
  if (session.dialect === 'postgres') {
    const sql = `update kc_rate_limits set full_at = (${base}) + ? ${where} returning full_at`;
    const [row] = await session.all(sql, params);
    return row ? toInt(row['full_at']) : null;
  }
  // MySQL's way to learn what an update has written, without a transaction.
  const sql = `update kc_rate_limits set full_at = last_insert_id((${base}) + ?) ${where}`;
  if ((await session.run(sql, params)) === 0) return null;
  const [row] = await session.all('select last_insert_id() as full_at', []);
  return toInt(row?.['full_at']);
}

/** False when somebody else has just opened the bucket. */
async function open(session: Session, bucket: string, fullAt: number): Promise<boolean> {
  const sql = 'insert into kc_rate_limits (bucket, full_at) values (?, ?)';
  const ignoring =
    session.dialect === 'mysql'
      ? `insert ignore${sql.slice('insert'.length)}`
      : `${sql} on conflict do nothing`;
  return (await session.run(ignoring, [bucket, fullAt])) === 1;
}

async function sweep(session: Session, now: number): Promise<void> {
  const full = 'select bucket from kc_rate_limits where full_at < ? order by full_at limit ?';
  const before = (now - SWEEP_AFTER_MS) * US;
  for (const row of await session.all(full, [before, SWEEP_ROWS]))
    await session.run('delete from kc_rate_limits where bucket = ? and full_at < ?', [
      row['bucket'] as string,
      before,
    ]);
}
