import type { Param } from './session.ts';

/** How a value of an entity is kept in a column: JSON as text, truth as 0 or 1, times and amounts as big integers. */
export type ColumnKind = 'text' | 'int' | 'bool' | 'json';

/** The kind that a property must have, by its type; null may come with each of them. */
export type KindOf<T> =
  NonNullable<T> extends string
    ? 'text'
    : NonNullable<T> extends number
      ? 'int'
      : NonNullable<T> extends boolean
        ? 'bool'
        : 'json';

/** A value as it is bound. Throws for numbers that are not safe integers: they would not come back the same. */
export function encode(kind: ColumnKind, value: unknown): Param {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'text':
      return value as string;
    case 'int':
      return toInt(value);
    case 'bool':
      return value ? 1 : 0;
    case 'json':
      return JSON.stringify(value);
  }
}

/** A value as it was bound, whatever the driver has made of it. */
export function decode(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'text':
      return value;
    case 'int':
      return toInt(value);
    case 'bool':
      return toInt(value) === 1;
    case 'json':
      return JSON.parse(value as string) as unknown;
  }
}

/** A whole number that a double holds exactly. PostgreSQL answers big integers and sums as text. */
export function toInt(value: unknown): number {
  const number = typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new RangeError('not a safe integer');
  return number;
}

/** A sum, at most the largest whole number that a double holds exactly: a report must not fail for being huge. */
export function toSum(value: unknown): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number(value ?? 0), Number.MAX_SAFE_INTEGER));
}

/**
 * `?, ?, ?, ?` and its values. Lists are filled up to a power of two with their last value, so that few different
 * statements have to be prepared. `values` must not be empty.
 */
export function inList<T extends string | number>(values: readonly T[]): { sql: string; params: T[] } {
  const size = 2 ** Math.ceil(Math.log2(values.length));
  const params = [
    ...values,
    ...values.slice(-1).flatMap((last) => Array<T>(size - values.length).fill(last)),
  ];
  return { sql: params.map(() => '?').join(', '), params };
}
