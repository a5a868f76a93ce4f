import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { start } from './children.ts';

const CLI = 'dist/adapters/server/cli.js';

/** How soon the server listens, and how much there is to install. */
export async function sizes(folder: string): Promise<string[]> {
  const env = { PORT: '0', DATABASE_URL: `sqlite:${join(folder, 'cold.sqlite')}`, LOG_LEVEL: 'warn' };
  const times: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const server = await start([CLI, 'serve'], env);
    times.push(server.tookMs);
    await server.stop();
  }
  const [first = 0, ...later] = times;
  const packed = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json']).toString()) as unknown;
  const { size } = (Array.isArray(packed) ? packed[0] : Object.values(packed as object)[0]) as {
    size: number;
  };
  const { outputFiles } = await build({
    entryPoints: ['core/index.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return [
    `from start to listening: ${Math.round(first)} ms with migrations, then ${Math.round(Math.min(...later))}–${Math.round(Math.max(...later))} ms (goal: at most 1,000)`,
    `packed library: ${Math.round(size / 1000)} kB (goal: at most 800)`,
    `core alone, minified: ${Math.round((outputFiles[0]?.contents.length ?? 0) / 1000)} kB (goal: at most 200)`,
  ];
}
