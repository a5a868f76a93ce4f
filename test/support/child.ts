// The process of one test file: runs its suites and reports to `run.ts`.
import { pathToFileURL } from 'node:url';

export interface Report {
  passed: number;
  failed: number;
  skipped: readonly string[];
}

type Result = [errors: string | true, passed: number, skipped: number, total: number];
type Group = (null | (() => Promise<Result>))[];
const uvu = globalThis as unknown as { UVU_DEFER: 1; UVU_INDEX: number; UVU_QUEUE: Group[] };

// What uvu's own CLI sets: suites queue themselves here and nothing runs by itself.
uvu.UVU_DEFER = 1;
uvu.UVU_INDEX = 0;
uvu.UVU_QUEUE = [[]];

const { skipped } = await import('./suite.ts');
const report: Report = { passed: 0, failed: 0, skipped };

function fail(reason: string, error?: unknown): void {
  report.failed += 1;
  console.error(`FAIL  ${reason}`, error ?? '');
}

process.on('unhandledRejection', (error) => fail('a promise was rejected and nobody looked', error));
process.on('uncaughtException', (error) => fail('an error was thrown outside of any test', error));

const file = process.argv[2];
if (!file) throw new Error('which file?');
try {
  await import(pathToFileURL(file).href);
  const group = uvu.UVU_QUEUE[0] ?? [];
  if (group.length === 0) fail('this file declares no suite');
  for (const run of group) if (run) count(await run());
} catch (error) {
  fail('this file could not be loaded', error);
}

function count([errors, passed, , total]: Result): void {
  report.passed += passed;
  report.failed += total - passed;
  if (errors !== true) console.error(errors);
}

// Late rejections are seen before the report leaves.
await new Promise((resolve) => setTimeout(resolve, 5));
const open = process
  .getActiveResourcesInfo()
  .filter((resource) => !/^(Pipe|TTY|FSReq|TickObject|Immediate|CloseReq|MessagePort)/.test(resource));
if (open.length > 0) console.error(`still open at the end: ${open.join(', ')}`);
process.send?.(report, () => process.exit(report.failed ? 1 : 0));
