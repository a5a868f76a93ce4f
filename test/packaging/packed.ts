import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const SOURCES = [
  'core',
  'storage',
  'adapters',
  'package.json',
  'tsconfig.json',
  'knexfile.ts',
  'README.md',
  'CHANGELOG.md',
  'LICENSE.md',
];

export interface Packed {
  /** The built package, as it lies in the repository. */
  readonly built: string;
  /** What `npm pack` has made of it. */
  readonly tarball: string;
  /** An empty project that has installed the tarball and no database driver. */
  readonly project: string;
  /** A `NODE_PATH` where the SQLite driver lies: compiling one takes minutes, so ours is lent. */
  readonly drivers: string;
}

export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let made: Promise<Packed> | null = null;

/** The package built, packed and installed, once for all tests of a file and apart from whatever is in `dist/`. */
export function packed(): Promise<Packed> {
  return (made ??= pack());
}

async function pack(): Promise<Packed> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'korea-checkout-pack-')));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [built, project, drivers] = ['built', 'project', 'drivers'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const name of SOURCES) await cp(join(ROOT, name), join(built, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(built, 'node_modules'));
  await must('npm', ['run', '--silent', 'build'], built);
  await must('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], built);
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz')) ?? '';
  const tarball = join(folder, name);
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "name": "shop", "private": true }\n');
  const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  await must('npm', ['install', tarball, ...quick], project);
  await mkdir(drivers);
  await symlink(join(ROOT, 'node_modules/sqlite3'), join(drivers, 'sqlite3'));
  return { built, tarball, project, drivers };
}

/** Runs a program to its end, without settings of ours. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, nodePath = '' }: { readonly cwd: string; readonly nodePath?: string },
): Promise<Said> {
  const child = spawn(command, args, {
    cwd,
    env: { ...withoutSettings(), NODE_PATH: nodePath },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

async function must(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(command, args, { cwd });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
}

const SETTINGS = /^(PORT|HOST|PUBLIC_URL|DATABASE_URL|LOG_LEVEL|ENCRYPTION_KEY|NODE_OPTIONS)$/;

function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTINGS.test(name)));
}
