import { DomainError, isRefusal } from '../../core/index.ts';
import { failureKind } from './errors.ts';

const BACKOFF_MAX_MS = 40;

const STALE = new WeakMap<DomainError, string>();

/** The refusal to save over a change that the caller has not seen. */
export function staleWrite(table: string, id: string, version: number): DomainError {
  const refusal = new DomainError('stale_write', 'this was changed meanwhile', { id });
  STALE.set(refusal, `${table} ${id} ${version}`);
  return refusal;
}

/** What core has found to be stale by itself: once more, and it finds what was faster. */
const STALE_BY_CORE = '';

/**
 * Decides, run by run, whether a unit of work that failed should run again: when it lost a race, but not when it
 * comes with a version that has proved stale before. Then it does not read the row itself, so it can never win.
 */
export function rerunPolicy(options: { readonly rerunStale: boolean }): (error: unknown) => boolean {
  const seen = new Set<string>();
  return (error) => {
    if (failureKind(error) === 'contended') return true;
    if (!options.rerunStale || !isRefusal(error, 'stale_write')) return false;
    const stale = STALE.get(error) ?? STALE_BY_CORE;
    if (seen.has(stale)) return false;
    seen.add(stale);
    return true;
  };
}

/** Runs work one after another, in the order of asking. */
export function queueOfOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const running = last.then(work);
    last = running.catch(() => {});
    return running;
  };
}

let pauses = 0;

/** A pause before run `run` (1 for the second run), longer each time and spread out so that rivals do not meet again. */
export function backoff(run: number): Promise<void> {
  // Multiples of the golden ratio spread evenly over [0, 1): as good as random here.
  pauses += 1;
  const fraction = (pauses * 0.6180339887498949) % 1;
  return pause(fraction * Math.min(BACKOFF_MAX_MS, 2 * run));
}

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
