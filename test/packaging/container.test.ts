import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { readConfig } from '../../adapters/server/config.ts';
import { SETTINGS } from '../../adapters/server/settings.ts';
import { suite } from '../support/suite.ts';

const ROOT = join(import.meta.dirname, '../..');

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');
const example = read('.env.example');
const dockerignore = read('.dockerignore').split('\n');

const OURS: readonly string[] = Object.values(SETTINGS).map(({ env }) => env);
/** Settings of other programs. */
const THEIRS = ['NODE_ENV', 'POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'];

/** The names that are set in these lines: `NAME=…` or `NAME: …`. */
function names(text: string): string[] {
  return [...text.matchAll(/^(?:#|ENV)?\s*([A-Z][A-Z_]+)\s*[=:]/gm)].map(([, name = '']) => name);
}

suite('container files', (test) => {
  test('everything that the image copies from the repository is there, and is let through', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) =>
      list.split(' '),
    );
    assert.ok(sources.length >= 5);
    for (const source of sources) {
      assert.ok(existsSync(join(ROOT, source)), source);
      assert.ok(dockerignore.includes(`!${source}`), `${source} in .dockerignore`);
    }
  });

  test('the image installs the drivers that are tested', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>;
    };
    for (const driver of ['sqlite3', 'pg', 'mysql2'])
      assert.ok(dockerfile.includes(` ${driver}@${devDependencies[driver]}`), driver);
  });

  test('the image starts the command line where the package has it', () => {
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    assert.ok(dockerfile.includes(`ENTRYPOINT ["node", "${bin['korea-checkout']}"]`));
  });

  test('the image listens on all addresses, keeps its data in its volume and runs without root', () => {
    assert.match(dockerfile, /HOST=0\.0\.0\.0/);
    assert.match(dockerfile, /DATABASE_URL=sqlite:\/data\//);
    assert.match(dockerfile, /^VOLUME \/data$/m);
    assert.match(dockerfile, /^USER node$/m);
    assert.match(dockerfile, /^HEALTHCHECK .*\n.*\/healthz/m);
  });

  for (const [name, text] of Object.entries({
    Dockerfile: dockerfile,
    'compose.yaml': compose,
    '.env.example': example,
  }))
    test(`${name} sets nothing that nobody reads`, () => {
      const found = names(text);
      assert.ok(found.length >= 3);
      assert.equal(
        found.filter((set) => !OURS.includes(set) && !THEIRS.includes(set)),
        [],
      );
    });

  test('every variable that compose.yaml wants is in .env.example, and every setting of ours too', () => {
    const known = names(example);
    const wanted = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    assert.equal(
      [...wanted, ...OURS].filter((name) => !known.includes(name)),
      [],
    );
  });

  test('the example, filled in, is a good configuration', () => {
    const filled = Object.fromEntries(
      [...example.matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    assert.is(
      readConfig({}, { ...filled, ENCRYPTION_KEY: 'ab'.repeat(32) }).publicUrl,
      'https://pay.example.com',
    );
  });
});
