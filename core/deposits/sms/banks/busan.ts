import type { BankFormat } from './format.ts';

/** 부산: everything in one line, the name before 입금. */
export const busan: BankFormat = {
  code: '032',
  heads: ['BNK부산'],
  name: 'before',
};
