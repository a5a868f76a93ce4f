import type { SessionStatus } from '../../core/index.ts';

/** The states of a session as the API, its webhooks and the way back to the shop word them. */
export const STATUS_WORDS = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  canceled: 'cancelled',
  expired: 'expired',
  refunded: 'refunded',
  partially_refunded: 'partially_refunded',
} as const satisfies Readonly<Record<SessionStatus, string>>;
