/** Test data and live data never meet. */
export type Mode = 'test' | 'live';

/** Whose data, and which half of it. The first argument of every service call and repository read. */
export interface Scope {
  readonly merchantId: string;
  readonly mode: Mode;
}

/** The scope that an entity carries. */
export function scopeOf(owned: Scope): Scope {
  return { merchantId: owned.merchantId, mode: owned.mode };
}
