import { suite } from '../support/suite.ts';
import { type ServerDatabase, sharedServer } from '../support/storage.ts';
import { rateLimitContract } from './rate-limit.contract.ts';
import { storageContract } from './storage.contract.ts';

/** The contract on a database server, in a database of its own that is dropped in the end. */
export function serverContract(name: string, server: ServerDatabase): void {
  if (server.url === null)
    return suite(`${name}`, (test) => test.skip('the storage contract', server.missing));
  const { withStorage, close } = sharedServer(server);
  storageContract(name, withStorage);
  rateLimitContract(name, withStorage);
  suite(`${name}: afterwards`, (test) => test('the database of this file is dropped', close));
}
