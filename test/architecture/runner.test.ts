import { spawn } from 'node:child_process';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';

const runner = join(import.meta.dirname, '../run.ts');
const fixtures = join(import.meta.dirname, 'runner');

/** The runner's own runner: all of its output and its exit code for the fixtures with these words in the name. */
function runFixtures(words: readonly string[], ...more: string[]): Promise<{ output: string; code: number }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', runner, '--dir', fixtures, '--ending', '.fixture.ts', ...more, ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ output, code: code ?? -1 })));
}

suite('test runner', (test) => {
  // Seven processes: on a machine that does other things as well they take their time.
  const SLOWLY = { limitMs: 60_000 };

  test(
    'every way of not passing is counted, and the counts are the last line',
    async () => {
      const words = ['failing', 'hanging', 'empty', 'dying', 'broken', 'forgotten', 'twins'];
      const { output, code } = await runFixtures(words);
      assert.is(code, 1);
      assert.is(output.trimEnd().split('\n').at(-1), '3 passed, 10 failed, 0 skipped');
      for (const told of [
        /FAIL \S*failing.fixture.ts \(1\/4/,
        /threw just a text/,
        /no end after 30 ms/,
        /declares no suite/,
        /suite "empty suite" has no tests/,
        /dying.fixture.ts[^\n]*\n {2}ended early \(code 0\)/,
        /broken while loading/,
        /nobody looked/,
        /two tests are called "twins: the same title"/,
      ])
        assert.match(output, told);
    },
    SLOWLY,
  );

  test('a file that blocks its process is ended after the limit', async () => {
    const { output, code } = await runFixtures(['looping'], '--timeout', '1500');
    assert.is(code, 1);
    assert.match(output, /no end after 1500 ms/);
    assert.match(output, /0 passed, 1 failed, 0 skipped\n$/);
  });

  test('a test that is left out is printed with its reason and does not fail the run', async () => {
    const { output, code } = await runFixtures(['passing']);
    assert.is(code, 0);
    assert.match(output, /skipped: a real gateway says yes: no key/);
    assert.match(output, /1 passed, 0 failed, 1 skipped\n$/);
  });

  test('words that match no file fail the run', async () => {
    const { output, code } = await runFixtures(['no-such-file']);
    assert.is(code, 1);
    assert.match(output, /no test file matched/);
  });
});
