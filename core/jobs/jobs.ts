import { nameOf } from '../kernel/errors.ts';
import type { Clock, Log } from '../ports.ts';

/** Bounded periodic work. `run` does at most `limit` things and answers how many it did. */
export interface Job {
  readonly name: string;
  readonly run: (limit: number) => Promise<number>;
  /** For work that needs no doing every time: runs at most this often. */
  readonly everyMs?: number;
}

/** All periodic work of a core; nothing in it runs by itself. */
export interface Jobs {
  /**
   * Starts every job that is due and not running already, and answers how much these have done when all of them
   * are through. Call it again without waiting: a job that hangs at a slow gateway holds up no other. Never
   * throws: a job that fails is logged and tried again the next time.
   */
  runDue(limit?: number): Promise<number>;
  readonly names: readonly string[];
}

/** How much one job does in one run. */
export const JOB_LIMIT = 200;

/** Jobs that neither wait for nor fail with one another. */
export function createJobs(jobs: readonly Job[], { clock, log }: { clock: Clock; log: Log }): Jobs {
  const running = new Set<string>();
  const notBefore = new Map<string, number>();

  function isDue({ name }: Job): boolean {
    return !running.has(name) && (notBefore.get(name) ?? 0) <= clock.now();
  }

  async function attempt(job: Job, limit: number): Promise<number> {
    running.add(job.name);
    if (job.everyMs) notBefore.set(job.name, clock.now() + job.everyMs);
    try {
      return await job.run(limit);
    } catch (error) {
      log.error({ job: job.name, error: nameOf(error) }, 'a job failed');
      return 0;
    } finally {
      running.delete(job.name);
    }
  }

  return {
    names: jobs.map((job) => job.name),
    runDue: async (limit = JOB_LIMIT) => {
      const done = await Promise.all(jobs.filter(isDue).map((job) => attempt(job, limit)));
      return done.reduce((sum, count) => sum + count, 0);
    },
  };
}
