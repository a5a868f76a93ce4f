import type { BankFormat } from './format.ts';

/** 카카오뱅크: masked owner with the last four digits, then date, amount, name and balance. */
export const kakao: BankFormat = {
  code: '090',
  heads: [],
  name: 'after',
  senders: ['15993333'],
};
