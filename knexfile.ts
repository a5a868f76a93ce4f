import { mkdirSync } from 'node:fs';
import type { Knex } from 'knex';
import { knexConfig } from './storage/index.ts';

// The one exception from "the environment is read in adapters/server/config.ts": the knex command line has only this.
const given = process.env['DATABASE_URL'];
if (!given) mkdirSync('./data', { recursive: true });

const config: Knex.Config = knexConfig(given ?? 'sqlite:./data/korea-checkout.sqlite');

export default config;
