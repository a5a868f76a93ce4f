import type { BankFormat } from './format.ts';

/** 하나: commas between bank, date and time; or labels and no bank at all. */
export const hana: BankFormat = {
  code: '081',
  heads: ['KEB하나'],
  titles: ['하나원큐', '하나은행하나원큐'],
  name: 'after',
};
