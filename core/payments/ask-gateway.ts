import type { Log } from '../ports.ts';

/**
 * Asks a gateway. Gateways promise not to throw; one that does anyway has left the outcome open, which is an
 * answer like any other, so the caller gets `unanswered` and the mishap is logged by its name alone.
 */
export async function askGateway<T>(log: Log, ask: () => Promise<T>, unanswered: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a gateway threw');
    return unanswered;
  }
}
