import type { Knex } from 'knex';
import { knexConfig } from './storage/index.ts';

// The one exception from "the environment is read in adapters/server/config.ts": the knex command line has only this.
const url = process.env['DATABASE_URL'] ?? 'sqlite:./korea-checkout.sqlite';

const config: Knex.Config = knexConfig(url);

export default config;
