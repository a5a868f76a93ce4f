import type { BankFormat } from './format.ts';

/** 기업: the whole date first and the bank last, or [IBK] first. */
export const ibk: BankFormat = {
  code: '003',
  heads: ['IBK', 'IBK기업'],
  titles: ['i-ONE', 'i-ONE뱅크', 'i-ONEBank'],
  name: 'after',
  senders: ['15662566'],
};
