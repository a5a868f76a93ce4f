import { fork } from 'node:child_process';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { paidPayment, SCOPE } from '../support/fixtures.ts';
import { suite } from '../support/suite.ts';
import {
  MYSQL,
  POSTGRES,
  type ServerDatabase,
  withFolder,
  withOpened,
  withServerDatabase,
} from '../support/storage.ts';

const UNITS = 200;
const PAYMENTS = 4;
const LIMIT_MS = 60_000;

/** Runs the worker in a process of its own; answers what went wrong there. */
function runWorker(url: string, ids: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const worker = join(import.meta.dirname, 'two-processes-worker.ts');
    const child = fork(worker, [url, String(UNITS), ...ids], { execArgv: ['--import', 'tsx'] });
    let told: string[] | undefined;
    child.on('message', (failures) => (told = failures as string[]));
    child.on('error', reject);
    child.on('close', (code) => (told ? resolve(told) : reject(new Error(`the worker ended with ${code}`))));
  });
}

/** Two processes change the same payments; afterwards every unit must have been done exactly once. */
async function compete(url: string): Promise<void> {
  await withOpened(url, {}, async (storage) => {
    const payments = Array.from({ length: PAYMENTS }, () => paidPayment());
    for (const payment of payments) await storage.payments.insert(payment);
    const ids = payments.map(({ id }) => id);
    const failures = await Promise.all([runWorker(url, ids), runWorker(url, ids)]);
    assert.equal(failures, [[], []]);
    for (const id of ids) {
      const payment = await storage.payments.find(SCOPE, id);
      assert.is(payment?.amountRefunded, (2 * UNITS) / PAYMENTS);
      const history = await storage.paymentHistory.list(SCOPE, id);
      assert.equal(
        history.map(({ sequence }) => sequence),
        Array.from(history, (_, n) => n + 2),
      );
    }
    assert.is(await storage.payments.count(SCOPE, { standing: 'open' }), 2 * UNITS);
  });
}

function onServer(server: ServerDatabase): void {
  suite(`two processes: ${server.name}`, (test) => {
    const title = 'units that read and then write lose nothing and do nothing twice';
    if (server.url === null) return test.skip(title, server.missing);
    test(title, () => withServerDatabase(server, compete), { limitMs: LIMIT_MS });
  });
}

suite('two processes: SQLite', (test) => {
  test(
    'units that read and then write lose nothing and do nothing twice',
    () => withFolder((folder) => compete(`sqlite:${join(folder, 'test.sqlite')}`)),
    { limitMs: LIMIT_MS },
  );
});
onServer(POSTGRES);
onServer(MYSQL);
