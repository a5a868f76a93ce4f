import type { BankFormat } from './format.ts';

/** 국민: name, then method and 입금, then the amount without 원; push messages begin with a masked owner. */
export const kookmin: BankFormat = {
  code: '004',
  heads: ['KB국민'],
  titles: ['KB스타뱅킹', '스타뱅킹', 'KB스타알림', 'KB스타뱅킹알림', 'KB국민은행스타뱅킹'],
  name: 'before',
  maskTail: 3,
  senders: ['16449999'],
};
