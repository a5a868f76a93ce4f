import type { Work } from './backend.ts';
import type { Dialect } from './dialects.ts';
import { guard } from './guard.ts';
import type { Pool } from './pool.ts';
import { type Session, type SessionOptions, sessionOn } from './session.ts';

/** Runs reading work and makes sure that none of its statements is left under way. */
export async function readOnce<T>(session: Session, work: Work<T>): Promise<T> {
  const guarded = guard(session);
  try {
    return await work(guarded.session);
  } finally {
    await guarded.end(false);
  }
}

/** Runs reading work on a connection of this pool. */
export async function readFrom<T>(
  pool: Pool,
  dialect: Dialect,
  work: Work<T>,
  options: SessionOptions,
): Promise<T> {
  const connection = await pool.acquire();
  try {
    return await readOnce(sessionOn(dialect, connection, options), work);
  } finally {
    await pool.release(connection);
  }
}
