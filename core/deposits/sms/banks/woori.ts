import type { BankFormat } from './format.ts';

/** 우리: masks that begin with a star; the name stands between amount and balance. */
export const woori: BankFormat = {
  code: '020',
  heads: [],
  titles: ['우리WON뱅킹', '우리원뱅킹', 'WON뱅킹'],
  name: 'after',
  senders: ['15885000'],
};
