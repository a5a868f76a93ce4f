import type { BankFormat } from './format.ts';

/** 토스뱅크: push messages; an arrow or a bar stands between the depositor and the own account. */
export const toss: BankFormat = {
  code: '092',
  heads: [],
  name: 'after',
};
