import { type DestinationStream, destination, pino } from 'pino';
import type { Log } from '../../core/index.ts';
import { redactFields, redactText } from './redact.ts';
import type { LogLevel } from './settings.ts';

/** A log whose last lines are written before the process ends. */
export interface ServerLog extends Log {
  flush(): void;
}

/** JSON lines on stdout, without secrets, card data, account numbers and names: see redact.ts. */
export function createLog(level: LogLevel, to?: DestinationStream): ServerLog {
  const stdout = to ? null : destination({ dest: 1, sync: false });
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
    },
    to ?? (stdout as DestinationStream),
  );
  return {
    info: (fields, message) => log.info(fields, redactText(message)),
    warn: (fields, message) => log.warn(fields, redactText(message)),
    error: (fields, message) => log.error(fields, redactText(message)),
    flush: () => flush(stdout),
  };
}

/** A stdout that is gone (the reader of a pipe has left) takes no lines any more; that is no reason to fail. */
function flush(stdout: ReturnType<typeof destination> | null): void {
  try {
    stdout?.flushSync();
  } catch {
    // Nobody is left to tell.
  }
}
