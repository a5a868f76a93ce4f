import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { packed, run, type Said } from './packed.ts';

/** The first test builds and installs; what is left is quick. */
const LIMIT = { limitMs: 200_000 };

const TARBALL_MAX = 800_000;
const CORE_MAX = 200_000;

interface Facts {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

function facts(folder: string): Facts {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Facts;
}

/** `korea-checkout`, `korea-checkout/storage`, … */
function entries({ exports }: Facts): string[] {
  return Object.keys(exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => `korea-checkout${path.slice(1)}`);
}

async function node(...args: string[]): Promise<Said> {
  const { project, drivers } = await packed();
  const said = await run(process.execPath, args, { cwd: project, nodePath: drivers });
  assert.is(said.code, 0, `${args.join(' ')}\n${said.stdout}${said.stderr}`);
  return said;
}

/** Runs the installed command line. */
async function cli(args: readonly string[], withDriver = true): Promise<Said> {
  const { project, drivers } = await packed();
  const program = join(project, 'node_modules/.bin/korea-checkout');
  return run(program, args, { cwd: project, nodePath: withDriver ? drivers : '' });
}

suite('the npm package', (test) => {
  test(
    'an empty project can install it, and `import` each entry',
    async () => {
      const { built } = await packed();
      const names = entries(facts(built));
      assert.ok(names.length >= 5);
      for (const name of names) {
        const { stdout } = await node(
          '--input-type=module',
          '-e',
          `console.log(Object.keys(await import('${name}')).length)`,
        );
        assert.ok(Number(stdout) > 0, name);
      }
    },
    LIMIT,
  );

  test(
    '`require` works for each entry as well',
    async () => {
      const { built } = await packed();
      for (const name of entries(facts(built))) {
        const { stdout } = await node('-e', `console.log(Object.keys(require('${name}')).length)`);
        assert.ok(Number(stdout) > 0, name);
      }
    },
    LIMIT,
  );

  test(
    'a program in TypeScript finds the types of each entry',
    async () => {
      const { built, project } = await packed();
      for (const [path, target] of Object.entries(facts(built).exports))
        if (typeof target === 'object') {
          const { types } = target as { types: string };
          assert.ok(statSync(join(project, 'node_modules/korea-checkout', types)).size > 0, path);
        }
    },
    LIMIT,
  );

  test(
    'its command line helps, looks at the installation and makes a demo',
    async () => {
      assert.match((await cli(['help'])).stdout, /^korea-checkout: take payments in Korea/);
      assert.is((await cli(['version'])).stdout, `${facts((await packed()).built).version}\n`);
      const doctor = await cli(['doctor', '--port', '0']);
      assert.is(doctor.code, 0, doctor.stdout + doctor.stderr);
      const demo = await cli(['demo', '--json']);
      assert.match(demo.stdout, /^\{"merchantId":"mer_/, demo.stderr);
    },
    LIMIT,
  );

  test(
    'without the SQLite driver it says what to install',
    async () => {
      const served = await cli(['serve', '--port', '0'], false);
      assert.is(served.code, 1);
      assert.match(
        served.stderr,
        /^korea-checkout: the database driver sqlite3 is not installed: run `npm install sqlite3`\n$/,
      );
      assert.is((await cli(['help'], false)).code, 0);
    },
    LIMIT,
  );

  test(
    'publint has nothing to say',
    async () => {
      const { built } = await packed();
      const { messages } = await publint({ pkgDir: built, strict: true, pack: false });
      assert.equal(
        messages.map((message) => formatMessage(message, facts(built) as object)),
        [],
      );
    },
    LIMIT,
  );

  test(
    `the tarball is at most ${TARBALL_MAX / 1000} kB, with nothing in it that is not needed`,
    async () => {
      const { tarball } = await packed();
      assert.ok(statSync(tarball).size <= TARBALL_MAX, `${statSync(tarball).size} bytes`);
      const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
      assert.equal(
        files.filter((file) => /\.map$|\.ts$/.test(file) && !file.endsWith('.d.ts')),
        [],
      );
      for (const name of ['package/README.md', 'package/LICENSE.md', 'package/dist/assets/docs.css'])
        assert.ok(files.includes(name), name);
    },
    LIMIT,
  );

  test(
    `core alone is at most ${CORE_MAX / 1000} kB minified, and imports nothing but node:crypto`,
    async () => {
      const { built } = await packed();
      const { outputFiles, metafile } = await build({
        entryPoints: [join(built, 'dist/core/index.js')],
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        format: 'esm',
        platform: 'neutral',
        logLevel: 'silent',
        external: ['node:*'],
      });
      assert.ok((outputFiles[0]?.contents.length ?? Infinity) <= CORE_MAX);
      const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
      assert.equal([...new Set(imports.map(({ path }) => path))], ['node:crypto']);
    },
    LIMIT,
  );
});
