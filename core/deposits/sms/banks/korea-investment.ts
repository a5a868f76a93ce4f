import type { BankFormat } from './format.ts';

/** 한국투자증권: a time without a date; the depositor behind the cut name of the bank that sent. */
export const koreaInvestment: BankFormat = {
  code: '243',
  heads: [],
  name: 'after',
  senders: ['15445000'],
};
