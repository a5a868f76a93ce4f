import type { BankFormat } from './format.ts';

/** 케이뱅크: owner with the last four digits, no date, the balance masked. */
export const kbank: BankFormat = {
  code: '089',
  heads: [],
  name: 'after',
};
