import type { BankFormat } from './format.ts';

/** 신한: the account is often unmasked; the name is the last line, after the balance. */
export const shinhan: BankFormat = {
  code: '088',
  heads: [],
  titles: ['신한SOL', '신한SOL뱅크', 'SOL뱅크', '신한쏠'],
  name: 'after',
  senders: ['15778000'],
};
