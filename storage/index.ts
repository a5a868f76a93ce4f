export { type ConfigOptions, knexConfig } from './knex-config.ts';
export { knexStorage } from './knex-storage.ts';
export type { Dialect } from './knex/dialects.ts';
export { MIGRATIONS_TABLE, migrationSource } from './migrations/index.ts';
export { type OpenStorage, openStorage } from './open-storage.ts';
