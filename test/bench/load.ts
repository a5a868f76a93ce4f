import { Pool } from 'undici';

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

/** Times one request. */
export type Timed = <T>(request: () => Promise<T>) => Promise<T>;

/** Runs `step` from `connections` callers at once for `seconds`, after a warm-up that is not counted. */
export async function load(
  url: string,
  connections: number,
  seconds: number,
  step: (pool: Pool, timed: Timed) => Promise<void>,
): Promise<Measured> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  let times: number[] = [];
  const timed: Timed = async (request) => {
    const began = performance.now();
    const answer = await request();
    times.push(performance.now() - began);
    return answer;
  };
  const round = async (forMs: number): Promise<number> => {
    times = [];
    const start = performance.now();
    const caller = async (): Promise<void> => {
      while (performance.now() - start < forMs) await step(pool, timed);
    };
    await Promise.all(Array.from({ length: connections }, caller));
    return performance.now() - start;
  };
  await round(1_500);
  const tookMs = await round(seconds * 1000);
  await pool.close();
  times.sort((a, b) => a - b);
  return {
    perSecond: times.length / (tookMs / 1000),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    count: times.length,
  };
}

/** Of numbers in ascending order. */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Posts JSON and answers the parsed body; throws on anything but a 2xx. */
export async function post(pool: Pool, path: string, headers: Record<string, string>, body: string) {
  const answer = await pool.request({ method: 'POST', path, headers, body });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text) as { id: string };
}
