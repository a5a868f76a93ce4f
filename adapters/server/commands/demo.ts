import type { CommandLine } from '../command.ts';
import { readConfig } from '../config.ts';
import { type Demo, demoFile, ensureDemo } from '../demo.ts';
import { userError } from '../user-error.ts';
import { withCore } from '../with-core.ts';

/** Prints the demo merchant's keys; makes them at the first call. */
export async function demo(line: CommandLine): Promise<number> {
  const config = readConfig(line.flags);
  const file = line.text('demo-file') ?? demoFile(config);
  if (file === null)
    throw userError('a database in memory is gone when this ends: choose a file with --database-url');
  const made = await withCore(config, (core) => ensureDemo(core, file));
  process.stdout.write(`${line.on('json') ? JSON.stringify(made) : forPeople(made, file)}\n`);
  return 0;
}

function forPeople(demo: Demo, file: string): string {
  const { merchantId, apiKeys, publishableKeys, lunepay, shopId, webhookSecret } = demo;
  return [
    `demo merchant         ${merchantId}`,
    `test key              ${apiKeys.test}`,
    `live key              ${apiKeys.live}`,
    `publishable test key  ${publishableKeys.test}`,
    `publishable live key  ${publishableKeys.live}`,
    `deposits token        ${lunepay.token}`,
    `workspace             ${lunepay.workspaceId}`,
    `shop                  ${shopId}`,
    `webhook secret        ${webhookSecret}`,
    `kept in               ${file}`,
  ].join('\n');
}
