import type { BankFormat } from './format.ts';

/** 농협: the amount comes first, then date, mask and name in one line. */
export const nonghyup: BankFormat = {
  code: '011',
  heads: ['NH농협'],
  titles: ['NH올원뱅크', 'NH콕뱅크', 'NH스마트뱅킹', '올원뱅크', '콕뱅크'],
  name: 'after',
  senders: ['15882100'],
};
