import type { CommandLine } from '../command.ts';
import { type Config, isLoopback, readConfig } from '../config.ts';
import { type Demo, demoFile, ensureDemo, makeDemo } from '../demo.ts';
import { createLog, type ServerLog } from '../log.ts';
import { packageVersion } from '../package-facts.ts';
import { errorFields } from '../redact.ts';
import { type RunningServer, startServer } from '../start-server.ts';

/** Serves until it is told to stop. */
export async function serve(line: CommandLine): Promise<number> {
  const demo = line.on('demo') ?? false;
  // Who tries it out wants to read the welcome, not a line for every request.
  const config = forDemo(readConfig(line.flags, undefined, demo ? { logLevel: 'warn' } : {}), demo);
  const log = createLog(config.logLevel);
  dieTidily(log);
  const server = await startServer(config, { migrate: line.on('migrate') ?? true, log });
  const stopped = stopOnSignal(server, log);
  if (demo) print(welcome(server, config, await demoOf(server, line.text('demo-file') ?? demoFile(config))));
  print(`korea-checkout listening on ${server.url}`);
  await stopped;
  // Whatever an embedded library may have left open: everything of ours is closed and written.
  process.exit(0);
}

/** On a machine's own address the webhooks of the demo may go to that machine, unless the settings say no. */
function forDemo(config: Config, demo: boolean): Config {
  const allowed = config.webhookAllowPrivate ?? (demo && isLoopback(config.host));
  return { ...config, webhookAllowPrivate: allowed };
}

function demoOf({ core }: RunningServer, file: string | null): Promise<Demo> {
  return file === null ? makeDemo(core) : ensureDemo(core, file);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function welcome(
  { publicUrl }: RunningServer,
  config: Config,
  { merchantId, apiKeys, lunepay, shopId }: Demo,
): string {
  const lines = [
    `korea-checkout ${packageVersion()} with the demo merchant ${merchantId}`,
    '',
    `  API       ${publicUrl}/v2`,
    `  API docs  ${publicUrl}/docs`,
    `  test key  ${apiKeys.test}`,
    ...(config.surfaces.includes('korea-checkout')
      ? [`  Checkout  ${publicUrl}/api/checkout, shop ${shopId}`]
      : []),
    ...(config.surfaces.includes('lunepay')
      ? [
          `  Deposits  ${publicUrl}/deposits and ${publicUrl}/api/v1, workspace ${lunepay.workspaceId}, with the token`,
          `            ${lunepay.token}`,
        ]
      : []),
    '  The other keys: npx korea-checkout demo --json',
    ...(config.webhookAllowPrivate ? ['  Webhooks may go to this machine and to private addresses.'] : []),
    '',
    'Create a payment of ₩29,900, then open its checkout_url:',
    '',
    `  curl -s ${publicUrl}/v2/payments \\`,
    `    -H 'Authorization: Bearer ${apiKeys.test}' \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -d '{"amount":29900,"currency":"KRW","method":"card","description":"첫 결제"}'`,
    '',
  ];
  return lines.join('\n');
}

/** `npm start` passes a Ctrl-C on that the terminal has sent us already: only a later one is meant as a second. */
const SAME_SIGNAL_MS = 1_000;

/** Resolves when the server has stopped; a second signal ends the process at once. */
function stopOnSignal(server: RunningServer, log: ServerLog): Promise<void> {
  return new Promise((resolve, reject) => {
    let firstAt: number | null = null;
    const stop = (signal: NodeJS.Signals): void => {
      if (firstAt !== null && performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      if (firstAt !== null) return;
      firstAt = performance.now();
      log.info({ signal }, 'stopping');
      server.stop().then(resolve, reject);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

/** What nobody has caught ends the process, but without the message, which may hold what a customer sent. */
function dieTidily(log: ServerLog): void {
  process.on('uncaughtException', (error) => {
    log.error(errorFields(error), 'an error was not caught: the process ends');
    log.flush();
    process.exit(1);
  });
}
