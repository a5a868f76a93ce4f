import { POSTGRES } from '../support/storage.ts';
import { serverContract } from './server.ts';

serverContract('PostgreSQL', POSTGRES);
