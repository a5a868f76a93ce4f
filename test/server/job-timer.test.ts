import * as assert from 'uvu/assert';
import { startJobTimer } from '../../adapters/server/job-timer.ts';
import { suite } from '../support/suite.ts';

/** A core whose runs wait until the test lets them go on. */
function slowCore() {
  const runs: { finish: (done: number) => void }[] = [];
  let settle = (): void => {};
  let started = (): void => {};
  return {
    runs,
    core: {
      jobs: {
        runDue: () =>
          new Promise<number>((finish) => {
            runs.push({ finish });
            started();
          }),
      },
      webhooks: { settled: () => new Promise<void>((resolve) => (settle = resolve)) },
    },
    settle: () => settle(),
    untilRuns: async (count: number) => {
      while (runs.length < count) await new Promise<void>((resolve) => (started = resolve));
    },
  };
}

suite('job timer', (test) => {
  test('it runs at once, and again soon after work was done', async () => {
    const { core, runs, untilRuns, settle } = slowCore();
    const timer = startJobTimer(core, { idleMs: 1e9 });
    assert.is(runs.length, 1);
    runs[0]?.finish(3);
    await untilRuns(2);
    runs[1]?.finish(0);
    const stopped = timer.stop();
    await new Promise(setImmediate);
    settle();
    await stopped;
  });

  test('a run that hangs does not keep the next one from starting', async () => {
    const { core, runs, untilRuns, settle } = slowCore();
    const timer = startJobTimer(core, { idleMs: 1 });
    await untilRuns(3);
    const stopped = timer.stop();
    for (const run of runs) run.finish(0);
    await new Promise(setImmediate);
    settle();
    await stopped;
  });

  test('stopping waits for the runs and for webhooks under way, and starts nothing more', async () => {
    const { core, runs, settle } = slowCore();
    const timer = startJobTimer(core, { idleMs: 1 });
    let isStopped = false;
    const stopped = timer.stop().then(() => (isStopped = true));
    const count = runs.length;
    for (const run of runs) run.finish(5);
    await new Promise(setImmediate);
    assert.is(isStopped, false, 'webhooks are still under way');
    settle();
    await stopped;
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.is(runs.length, count);
  });

  test('each run is reported with what it did', async () => {
    const { core, runs, untilRuns, settle } = slowCore();
    const seen: number[] = [];
    const timer = startJobTimer(core, { idleMs: 1e9, onRun: (done) => seen.push(done) });
    runs[0]?.finish(7);
    await untilRuns(2);
    runs[1]?.finish(0);
    const stopped = timer.stop();
    await new Promise(setImmediate);
    settle();
    await stopped;
    assert.equal(seen, [7, 0]);
  });
});
