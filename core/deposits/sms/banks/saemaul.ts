import type { BankFormat } from './format.ts';

/** 새마을금고: mask and name before 입금; the date last. */
export const saemaul: BankFormat = {
  code: '045',
  heads: ['MG'],
  titles: ['MG더뱅킹', 'MG상상뱅크'],
  name: 'before',
};
