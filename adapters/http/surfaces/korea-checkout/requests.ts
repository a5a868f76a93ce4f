import {
  type Caller,
  type Core,
  DAY,
  DomainError,
  isRefusal,
  noSession,
  type Once,
  type Scope,
  seoulDay,
  takesBuyers,
  windowBound,
} from '../../../../core/index.ts';
import { ID_PATTERN } from '../../ids.ts';

const ID = new RegExp(ID_PATTERN);

/** A session's id, from a path or a body: what is none is a session that is not there. */
export function sessionIdOf(text: string | undefined): string {
  const id = text ?? '';
  if (!ID.test(id)) throw noSession(id.slice(0, 64));
  return id;
}

/** What a path says of a coupon: any text that a person may have typed. Refuses with `coupon_not_found`. */
export async function ofCode<T>(
  params: Readonly<Record<string, string>>,
  work: (code: string) => Promise<T>,
): Promise<T> {
  const code = params['code'] ?? '';
  // Sixty-four characters typed full-width, decomposed and with spaces; whatever is longer is no code of ours.
  if (code.length > 512) throw noCoupon();
  return work(code).catch((error: unknown) => {
    throw isRefusal(error, 'not_found') ? noCoupon() : error;
  });
}

/** The one refusal for a coupon that is not there, wherever it is asked for. */
export function noCoupon(): DomainError {
  return new DomainError('coupon_not_found', 'no such coupon', { reason: 'not_found' });
}

/** The page that a query asks for. */
export function cursorOf(query: { readonly limit?: number; readonly starting_after?: string }) {
  return { limit: query.limit ?? 20, startingAfter: query.starting_after };
}

/** Who is calling about a session: without a key it is whoever knows its unguessable id. */
export async function scopeOfSession(core: Core, caller: Caller, sessionId: string): Promise<Scope> {
  return caller.kind === 'anonymous' ? core.sessions.scopeFor(sessionId) : caller.scope;
}

/** The host on which a shop's page is shown; null: this server's own. */
export async function hostOf(core: Core, scope: Scope, shopId: string): Promise<string | null> {
  const domain = await core.customDomains.get(scope, shopId);
  return domain && takesBuyers(domain) ? domain.host : null;
}

/** Days in Korea (`seoulDay`), both inclusive. */
export interface Days {
  readonly from: number;
  readonly to: number;
}

/** No report is about more days than these. */
const DAYS_MAX = 366;
const DAYS_USUAL = 30;

/** The days that a query asks for: the last thirty when it names none. */
export function daysOf(query: { readonly from?: string; readonly to?: string }, now: number): Days {
  const to = query.to === undefined ? seoulDay(now) : dayOf(query.to, 'to');
  const from = query.from === undefined ? to - DAYS_USUAL + 1 : dayOf(query.from, 'from');
  if (from > to || to - from >= DAYS_MAX)
    throw new DomainError('invalid_request', 'no such days', { field: 'from', rule: 'maximum', limit: 'to' });
  return { from, to };
}

function dayOf(text: string, field: 'from' | 'to'): number {
  const midnight = windowBound(text, 'from');
  if (midnight === null)
    throw new DomainError('invalid_request', 'no such day', { field, rule: 'format', limit: 'YYYY-MM-DD' });
  return seoulDay(midnight);
}

/** `2024-02-12` of a day in Korea. */
export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** A use case whose result is told with more than it knows itself; what is added must be known before. */
export function onceWith<T, More extends object>(once: Once<T & More>, more: More): Once<T> {
  return { begin: once.begin, finish: (tx, id, result) => once.finish(tx, id, { ...result, ...more }) };
}

/** Without what was not said. */
export function given<T extends object>(said: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
