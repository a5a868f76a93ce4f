import { MYSQL } from '../support/storage.ts';
import { serverContract } from './server.ts';

serverContract('MySQL', MYSQL);
