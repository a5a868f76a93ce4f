import type { BankFormat } from './format.ts';

/** iM뱅크, 대구은행 until 2024. */
export const im: BankFormat = {
  code: '031',
  heads: ['DGB대구', '대구', 'IM뱅크', 'DGB'],
  name: 'after',
};
