import type { BankFormat } from './format.ts';

/** 신협: the mask is glued to the bank; the name stands between amount and balance. */
export const shinhyup: BankFormat = {
  code: '048',
  heads: [],
  titles: ['온뱅크', '신협온뱅크'],
  name: 'after',
  senders: ['15666000'],
};
