import { type Scope, scopeOf } from '../kernel/scope.ts';
import type { Random } from '../ports.ts';
import type { Event, EventFact } from './event.ts';

/** An event about something of this owner. */
export function event(random: Random, owner: Scope, fact: EventFact, at: number): Event {
  return { id: random.id('evt'), ...scopeOf(owner), fact, createdAt: at };
}
