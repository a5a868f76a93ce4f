import { type ChildProcess, spawn } from 'node:child_process';
import { bundledCli } from './bundled-cli.ts';

const TSX = import.meta.resolve('tsx');

/** A child dies with the test that has started it, even when that test is killed: then its stdin closes. */
const WITH_PARENT = 'data:text/javascript,process.stdin.on("close",()=>process.exit(9)).resume().unref()';

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly child: ChildProcess;
  /** Resolves when it has ended. */
  readonly ended: Promise<Ended>;
  /** Resolves with the first line of stdout that matches; rejects when it ends before. */
  line(pattern: RegExp): Promise<string>;
}

/** Starts a file as a process of its own, without our environment. */
export function startFile(file: string, args: readonly string[], { cwd, env = {} }: CliOptions): CliProcess {
  const translator = file.endsWith('.ts') ? ['--import', TSX] : [];
  const child = spawn(process.execPath, [...translator, '--import', WITH_PARENT, file, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  let heard = (): void => {};
  let isOver = false;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      isOver = true;
      heard();
      resolve({ code, stdout, stderr });
    });
  });
  const line = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      // The last piece is a line only when its end has come too.
      const found = stdout
        .split('\n')
        .slice(0, -1)
        .find((text) => pattern.test(text));
      if (found !== undefined) return found;
      if (isOver) throw new Error(`it ended without saying ${String(pattern)}:\n${stdout}${stderr}`);
      await new Promise<void>((resolve) => (heard = resolve));
    }
  };
  return { child, ended, line };
}

/** Starts the command line. */
export async function startCli(args: readonly string[], options: CliOptions): Promise<CliProcess> {
  return startFile(await bundledCli(), args, options);
}

/** Runs the command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<Ended> {
  return (await startCli(args, options)).ended;
}

export interface ServerProcess extends CliProcess {
  readonly url: string;
  /** SIGTERM, then its end. */
  stop(): Promise<Ended>;
  /** SIGKILL, then its end. */
  kill(): Promise<Ended>;
}

/** Starts `serve` on a free port; resolves when it listens. */
export async function startServe(args: readonly string[], { cwd, env }: CliOptions): Promise<ServerProcess> {
  const started = await startCli(['serve', ...args], { cwd, env: { PORT: '0', ...env } });
  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    started.child.kill(signal);
    return started.ended;
  };
  const listening = await started.line(/^korea-checkout listening on /);
  const url = listening.replace('korea-checkout listening on ', '');
  return { ...started, url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** Runs `use` with a server, and stops it after, whatever happened. */
export async function withServe(
  args: readonly string[],
  options: CliOptions,
  use: (server: ServerProcess) => Promise<void>,
): Promise<void> {
  const server = await startServe(args, options);
  try {
    await use(server);
  } finally {
    await server.kill();
  }
}
