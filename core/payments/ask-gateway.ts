import { nameOf } from '../kernel/errors.ts';
import type { Log } from '../ports.ts';

/** Longer than any gateway of ours waits for its own answers, and shorter than the lease of a request. */
export const GATEWAY_DEADLINE_MS = 70 * 1000;

/**
 * Asks a gateway. Gateways promise neither to throw nor to take for ever; one that does anyway has left the outcome
 * open, which is an answer like any other: the caller gets `unanswered` and the mishap is logged by its name alone.
 */
export async function askGateway<T>(
  log: Log,
  ask: () => Promise<T>,
  unanswered: T,
  deadlineMs = GATEWAY_DEADLINE_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      log.error({ durationMs: deadlineMs }, 'a gateway did not answer');
      resolve(unanswered);
    }, deadlineMs);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    log.error({ error: nameOf(error) }, 'a gateway threw');
    return unanswered;
  } finally {
    clearTimeout(timer);
  }
}
