import type { Core } from '../../core/index.ts';

/** How often an idle server looks for work. */
export const IDLE_MS = 250;

/** How soon it looks again after it has found some. */
const BUSY_MS = 10;

/** What the timer needs of a core. */
export interface Jobbing {
  readonly jobs: Pick<Core['jobs'], 'runDue'>;
  readonly webhooks: Pick<Core['webhooks'], 'settled'>;
}

export interface JobTimerOptions {
  readonly idleMs?: number;
  /** Told of each run: how many things were done, and how long it took. */
  readonly onRun?: (done: number, durationMs: number) => void;
}

export interface JobTimer {
  /** Starts nothing more, and waits for the jobs that are running and for the webhooks that are under way. */
  stop(): Promise<void>;
}

/** Runs due jobs again and again, sooner while there is work. A job that hangs at a slow gateway holds up no other. */
export function startJobTimer(core: Jobbing, { idleMs = IDLE_MS, onRun }: JobTimerOptions = {}): JobTimer {
  const runs = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopping: Promise<void> | null = null;

  function next(ms: number): void {
    clearTimeout(timer);
    if (!stopping) timer = setTimeout(tick, ms);
  }

  function tick(): void {
    const run = runDue().finally(() => runs.delete(run));
    runs.add(run);
    next(idleMs);
  }

  async function runDue(): Promise<void> {
    const startedAt = performance.now();
    const done = await core.jobs.runDue();
    onRun?.(done, performance.now() - startedAt);
    if (done > 0) next(BUSY_MS);
  }

  async function stop(): Promise<void> {
    clearTimeout(timer);
    await Promise.all(runs);
    await core.webhooks.settled();
  }

  tick();
  return { stop: () => (stopping ??= stop()) };
}
