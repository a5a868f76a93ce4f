import type { Clock } from '../../core/index.ts';

/** The wall clock of this machine. It may jump: for how long something took, use `performance.now()`. */
export const systemClock: Clock = { now: () => Date.now() };
