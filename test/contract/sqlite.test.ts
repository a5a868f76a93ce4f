import { withMemory, withMigratedSqlite } from '../support/storage.ts';
import { storageContract } from './storage.contract.ts';

storageContract('SQLite', withMigratedSqlite);
storageContract('SQLite in memory', withMemory);
