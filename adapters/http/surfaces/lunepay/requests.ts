import { type Actor, type Caller, DomainError, type Offset } from '../../../../core/index.ts';
import { parseIso } from '../../times.ts';
import { PAGE_LIMIT } from './schemas.ts';

/** The person who is calling. */
export function actorOf({ scope, userId }: Caller): Actor {
  if (userId === undefined) throw new DomainError('unauthenticated', 'only people may do this');
  return { ...scope, userId };
}

/** An id of this family, from a path: what is none is `not_found`. */
export function idOf(text: string | undefined): number {
  const id = /^[1-9]\d{0,15}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(id)) throw new DomainError('not_found', 'nothing has an id like that');
  return id;
}

/** The page that a query asks for. */
export function offsetOf({ limit, offset }: { limit?: number; offset?: number }): Offset {
  return { limit: limit ?? PAGE_LIMIT, offset: offset ?? 0 };
}

/** A moment as callers write it: Korean time where it names no zone. The schema has let it through. */
export function momentOf(text: string): number {
  const moment = text.includes('T') ? text : `${text}T00:00:00`;
  const isZoned = /(Z|[+-]\d{2}:?\d{2})$/.test(moment.slice(10));
  return parseIso(isZoned ? moment : `${moment}+09:00`) ?? 0;
}

/** The same for a field that may be null or left out. */
export function momentOrNull<T extends null | undefined>(text: string | T): number | T {
  return typeof text === 'string' ? momentOf(text) : text;
}
