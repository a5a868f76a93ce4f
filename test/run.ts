// Runs each *.test.ts in a process of its own and ends with the line that CI reads:
//   N passed, N failed, N skipped
// `npm test -- core/payments contract` runs the files whose path contains one of the words.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from './support/child.ts';

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', short: 'j', default: String(availableParallelism()) },
    /** Milliseconds that one file may take; single tests have their own, shorter limit. */
    timeout: { type: 'string', default: '240000' },
    dir: { type: 'string', default: import.meta.dirname },
    ending: { type: 'string', default: '.test.ts' },
  },
});

interface Ran {
  readonly report: Report;
  readonly problem: string | null;
  readonly output: string;
  readonly ms: number;
}

const total = { passed: 0, failed: 0, skipped: 0 };
const files = readdirSync(values.dir, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith(values.ending))
  .map((file) => ({ path: resolve(values.dir, file), name: file.split(sep).join('/') }))
  .filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

function run(path: string): Promise<Ran> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'support/child.ts'), path],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, FORCE_COLOR: '0' },
    },
  );
  let output = '';
  let report: Report | undefined;
  let late = false;
  const timer = setTimeout(() => (late = child.kill('SIGKILL')), Number(values.timeout));
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('message', (message) => (report = message as Report));
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const ms = performance.now() - startedAt;
      if (report && (code === 0 || report.failed > 0)) return done({ report, problem: null, output, ms });
      const problem = late
        ? `no end after ${values.timeout} ms`
        : `ended early (${signal ?? `code ${code}`})`;
      done({ report: { passed: 0, failed: 1, skipped: [] }, problem, output, ms });
    });
  });
}

function tell(path: string, { report, problem, output, ms }: Ran): void {
  total.passed += report.passed;
  total.failed += report.failed;
  total.skipped += report.skipped.length;
  const of = `${report.passed}/${report.passed + report.failed}`;
  const name = relative(process.cwd(), path);
  console.log(`${report.failed ? 'FAIL' : 'ok  '} ${name} (${of}, ${(ms / 1000).toFixed(1)} s)`);
  for (const skip of report.skipped) console.log(`  skipped: ${skip}`);
  if (problem) console.log(`  ${problem}`);
  if (report.failed || process.env['TEST_VERBOSE']) console.log(output.trimEnd());
}

const queue = [...files];
async function work(): Promise<void> {
  for (let file = queue.shift(); file; file = queue.shift()) tell(file.path, await run(file.path));
}
await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs)) }, work));

if (files.length === 0) console.log('no test file matched');
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || files.length === 0 ? 1 : 0;
