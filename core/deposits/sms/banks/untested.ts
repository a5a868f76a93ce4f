import type { BankFormat } from './format.ts';

/** Banks of which templates or nothing at all has been seen: their messages are read by what all banks share. */
export const untested: readonly BankFormat[] = [
  { code: '002', heads: ['KDB', '(KDB)산업은행', '(KDB)산업'], name: 'after' },
  { code: '007', heads: ['SH수협'], name: 'after' },
  { code: '023', heads: [], name: 'before' },
  { code: '027', heads: ['CITI'], name: 'after' },
  { code: '039', heads: ['BNK경남'], name: 'after' },
  { code: '071', heads: [], name: 'after' },
];
