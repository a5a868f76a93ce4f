import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface Running {
  readonly url: string;
  readonly tookMs: number;
  /** Resident memory in MiB, read from the system; null where it cannot be read. */
  residentMiB(): number | null;
  stop(): Promise<void>;
}

/** Starts a server as a process of its own; resolves at its line `listening on http://…`. */
export async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const url = await listening(child);
  return {
    url,
    tookMs: performance.now() - began,
    residentMiB: () => resident(child.pid ?? 0),
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.on('exit', (code) => reject(new Error(`the server ended with ${String(code)}: ${said}`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-10_000);
      const url = /listening on (http:\/\/\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
  });
}

function resident(pid: number): number | null {
  try {
    const kiB = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kiB ? Number(kiB) / 1024 : null;
  } catch {
    return null;
  }
}
