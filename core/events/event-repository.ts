import type { Event } from './event.ts';

/** The outbox: events, and which of them have not been fanned out to webhook endpoints yet. */
export interface EventRepository {
  append(event: Event): Promise<void>;
  /** The oldest events that nobody has dispatched; across all scopes. */
  listDueDispatch(limit: number): Promise<Event[]>;
  /** Takes events out of the outbox. Doing it twice is harmless. */
  markDispatched(ids: readonly string[], at: number): Promise<void>;
}
