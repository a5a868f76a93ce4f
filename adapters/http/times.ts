import { SEOUL_OFFSET_MS } from '../../core/index.ts';

/** `2024-01-15T09:30:00Z`: UTC with whole seconds. */
export function isoUtc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2024-02-12T09:00:00+09:00`: Korean time with whole seconds. */
export function isoSeoul(ms: number): string {
  return `${new Date(ms + SEOUL_OFFSET_MS).toISOString().slice(0, 19)}+09:00`;
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Epoch milliseconds of an ISO 8601 date or moment (UTC where it names no zone), or null. */
export function parseIso(text: string): number | null {
  if (!ISO_8601.test(text)) return null;
  const zoned = text.includes('T') && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text;
  const ms = Date.parse(zoned);
  if (Number.isNaN(ms)) return null;
  // Date.parse turns 30 February into 1 March; the day must come back as it was written.
  const day = Number(text.slice(8, 10));
  const daysInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return day <= daysInMonth ? ms : null;
}
