import { DomainError, type ErrorDetails } from '../../core/index.ts';
import type { Dialect } from './dialects.ts';

/** What the database meant: `duplicate` key, `contended` (run it again), or anything else that went wrong. */
export type FailureKind = 'duplicate' | 'contended' | 'failed';

const KINDS = new WeakMap<DomainError, FailureKind>();

const CONTENDED: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: ['SQLITE_BUSY', 'SQLITE_LOCKED'],
  postgres: ['40001', '40P01', '55P03'],
  mysql: ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'],
};

const DUPLICATE: Readonly<Record<Dialect, string>> = {
  sqlite: 'SQLITE_CONSTRAINT',
  postgres: '23505',
  mysql: 'ER_DUP_ENTRY',
};

/**
 * Turns whatever a driver threw into `storage_unavailable` with nothing but the driver's code: drivers put bound
 * values, so customers' data, into their messages. Errors that are ours already pass unchanged.
 */
export function storageFailure(dialect: Dialect, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const code = codeOf(error);
  const failure = new DomainError('storage_unavailable', 'the database could not do this', { code });
  KINDS.set(failure, kindOf(dialect, code, error));
  return failure;
}

/** What sort of failure of the database this is; null for everything that did not come from the database. */
export function failureKind(error: unknown): FailureKind | null {
  return error instanceof DomainError ? (KINDS.get(error) ?? null) : null;
}

/** The refusal of a value that must be unique and is taken. */
export function alreadyExists(details: ErrorDetails = {}): DomainError {
  return new DomainError('already_exists', 'there is one like this already', details);
}

/** The refusal of work that the storage can take no more: it is closing, or its turn has passed. */
export function unavailable(code: string): DomainError {
  return new DomainError('storage_unavailable', 'the storage does not take this work', { code });
}

function kindOf(dialect: Dialect, code: string, error: unknown): FailureKind {
  if (CONTENDED[dialect].includes(code)) return 'contended';
  if (code !== DUPLICATE[dialect]) return 'failed';
  // SQLite has one code for every sort of constraint.
  return dialect !== 'sqlite' || String(error).includes('UNIQUE constraint') ? 'duplicate' : 'failed';
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && /^\w{1,64}$/.test(code)) return code;
  // knex's pool has no code for "no connection became free in time".
  return (error as Error | null)?.name === 'KnexTimeoutError' ? 'NO_FREE_CONNECTION' : 'UNKNOWN';
}
