import { DomainError } from './errors.ts';

/** A state machine as data: from each state, the states that may follow it. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** Refuses a pair that is not in the table with an error that names both states. */
export function assertTransition<S extends string>(table: Transitions<S>, from: S, to: S): void {
  if (!table[from].includes(to))
    throw new DomainError('illegal_transition', `${from} cannot become ${to}`, { from, to });
}

/** A state that nothing follows. */
export function isFinal<S extends string>(table: Transitions<S>, state: S): boolean {
  return table[state].length === 0;
}

/** The states that cannot be reached from `start`; empty in a sound table. */
export function unreachable<S extends string>(table: Transitions<S>, start: S): S[] {
  const seen = new Set<S>([start]);
  for (const state of seen) for (const next of table[state]) seen.add(next);
  return (Object.keys(table) as S[]).filter((state) => !seen.has(state));
}
