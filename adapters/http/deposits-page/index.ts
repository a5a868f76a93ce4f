export { depositsPages, type DepositsPagesOptions } from './deposits-pages.ts';
