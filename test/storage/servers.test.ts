import * as assert from 'uvu/assert';
import { openStorage, type OpenStorage } from '../../storage/index.ts';
import { SCOPE, samplePayment } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { suite } from '../support/suite.ts';
import { MYSQL, POSTGRES, type ServerDatabase, sharedServer } from '../support/storage.ts';

/** Nothing listens on port 1. */
const UNREACHABLE = ['postgres://nobody:secret@127.0.0.1:1/none', 'mysql://nobody:secret@127.0.0.1:1/none'];

/** Cuts all other connections to this database, as a restart of the server would. */
async function cutConnections({ knex, dialect }: OpenStorage): Promise<void> {
  if (dialect === 'postgres') {
    await knex.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return;
  }
  const [rows] = await knex.raw<[{ id: number }[]]>(
    'select id from information_schema.processlist where db = database() and id <> connection_id()',
  );
  for (const { id } of rows ?? []) await knex.raw('kill ?', [id]);
}

suite('a server that is not there', (test) => {
  for (const url of UNREACHABLE)
    test(`is unavailable, and can be closed: ${url.split(':')[0]}`, async () => {
      const opened = await openStorage(url);
      const refusals = await Promise.all([
        rejectsWith('storage_unavailable', opened.ping()),
        rejectsWith('storage_unavailable', opened.storage.payments.insert(samplePayment())),
      ]);
      for (const { details, message } of refusals) {
        assert.equal(details, { code: 'ECONNREFUSED' });
        assert.not.match(message, /secret|127/);
      }
      await opened.close();
    });
});

function onServer(server: ServerDatabase): void {
  suite(`${server.name}: lost connections`, (test) => {
    if (server.url === null) return test.skip('are replaced', server.missing);
    const { withStorage, close } = sharedServer(server);

    test('come back from units that never end', async () => {
      const opened = await openStorage(server.url ?? '', { poolMax: 1, unitTimeoutMs: 50 });
      const endless = () => opened.storage.transaction(() => new Promise(() => {}));
      await Promise.all([endless(), endless()].map((unit) => rejectsWith('storage_unavailable', unit)));
      await opened.ping();
      await opened.close();
    });

    test('fail the units that were under way, whole, and are replaced', () =>
      withStorage(async (storage, opened) => {
        await storage.payments.insert(samplePayment());
        const cut = storage.transaction(async (tx) => {
          await tx.payments.insert(samplePayment());
          await cutConnections(opened);
          await tx.payments.insert(samplePayment());
        });
        await rejectsWith('storage_unavailable', cut);
        await storage.payments.insert(samplePayment());
        assert.is(await storage.payments.count(SCOPE, {}), 2);
      }));

    test('the database of this file is dropped', close);
  });
}

onServer(POSTGRES);
onServer(MYSQL);
