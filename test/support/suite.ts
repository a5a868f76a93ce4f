import { suite as uvuSuite } from 'uvu';

/** What a test may take; packaging and browser tests ask for more. */
const LIMIT_MS = Number(process.env['TEST_LIMIT_MS'] ?? 10_000);

export interface Test {
  /** Declares a test. The title is a sentence that can be false. */
  (title: string, body: () => unknown, options?: { readonly limitMs: number }): void;
  /** Counts a test that cannot run here, and says why. */
  skip(title: string, reason: string): void;
}

/** `title: reason` of every test that was skipped in this file. */
export const skipped: string[] = [];

const titles = new Set<string>();

/** Declares and registers a suite. There is no `.run()`, no hook and no `.only` to get wrong. */
export function suite(name: string, declare: (test: Test) => void): void {
  const inner = uvuSuite(name);
  let count = 0;
  const claim = (title: string): void => {
    const whole = `${name}: ${title}`;
    if (titles.has(whole)) throw new Error(`two tests are called "${whole}"`);
    titles.add(whole);
    count += 1;
  };
  const test: Test = (title, body, { limitMs } = { limitMs: LIMIT_MS }) => {
    claim(title);
    inner(title, () => withinLimit(body, limitMs));
  };
  test.skip = (title, reason) => {
    claim(title);
    skipped.push(`${title}: ${reason}`);
  };
  declare(test);
  if (count === 0) throw new Error(`suite "${name}" has no tests`);
  inner.run();
}

/** uvu would lose what is thrown without being an Error, and the cause of what is. */
function told(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(`threw ${String(error)}`);
  // uvu prints `details` as the text of a difference: other details would crash it.
  if ('details' in error && typeof error.details !== 'string')
    return Object.assign(new Error(`${error.name} ${String(Reflect.get(error, 'code'))}: ${error.message}`), {
      ...(error.stack ? { stack: error.stack } : {}),
    });
  if (error.cause instanceof Error) error.message += `\nbecause: ${error.cause.message}`;
  return error;
}

/** Runs a test's body within its time. */
async function withinLimit(body: () => unknown, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([body(), late]);
  } catch (error) {
    throw told(error);
  } finally {
    clearTimeout(timer);
  }
}
