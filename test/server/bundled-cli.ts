import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let made: Promise<string> | null = null;

/**
 * The command line as JavaScript, made once for all children of this test file: each of them starts in a quarter of
 * the time that it would take to translate the sources again.
 */
export function bundledCli(): Promise<string> {
  return (made ??= bundle());
}

async function bundle(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'korea-checkout-cli-')));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['node_modules', 'package.json']) symlinkSync(join(ROOT, name), join(folder, name));
  await build({
    entryPoints: { 'adapters/server/cli': join(ROOT, 'adapters/server/cli.ts') },
    outdir: join(folder, 'dist'),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
  });
  symlinkSync(join(ROOT, 'adapters/http/assets'), join(folder, 'dist/assets'));
  return join(folder, 'dist/adapters/server/cli.js');
}
