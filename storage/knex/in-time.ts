import { unavailable } from './errors.ts';

/** What `work` comes to, or `storage_unavailable` when it has not ended in time: it may wait for who waits for it. */
export async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable('UNIT_TOOK_TOO_LONG')), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
