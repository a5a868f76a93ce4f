import type { Log } from '../ports.ts';

/** Bounded periodic work. `run` does at most `limit` things and answers how many it did. */
export interface Job {
  readonly name: string;
  readonly run: (limit: number) => Promise<number>;
}

export interface Jobs {
  /**
   * Runs every job once and answers how much was done in all. Never throws: a job that fails is logged, the
   * others run, and it is tried again the next time.
   */
  runDue(limit?: number): Promise<number>;
  readonly names: readonly string[];
}

/** How much one job does in one run. */
export const JOB_LIMIT = 200;

export function createJobs(jobs: readonly Job[], log: Log): Jobs {
  async function attempt(job: Job, limit: number): Promise<number> {
    try {
      return await job.run(limit);
    } catch (error) {
      log.error({ job: job.name, error: nameOf(error) }, 'a job failed');
      return 0;
    }
  }

  return {
    names: jobs.map((job) => job.name),
    runDue: async (limit = JOB_LIMIT) => {
      let done = 0;
      for (const job of jobs) done += await attempt(job, limit);
      return done;
    },
  };
}

/** Codes and names only: messages of drivers hold customers' data. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}
