import type { Event, EventType } from '../events/event.ts';

/** How one API family tells events: its own names, its own body, its own signature header. */
export interface WebhookFormat {
  /** Our event type → the family's name for it. Types that are left out cannot be subscribed to. */
  readonly names: Readonly<Partial<Record<EventType, string>>>;
  /** The exact body; total: it cannot fail. Null for an event whose type has no name. */
  render(event: Event): string | null;
  /** The body of a test delivery. */
  renderTest(id: string, createdAt: number): { type: string; body: string };
  /** The header that the family documents, in lower case, for this signature (hex). */
  readonly signatureHeader: string;
}
