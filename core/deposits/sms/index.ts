export type { BankMessage, NotADeposit, ParsedBankMessage, RefusalReason } from './message.ts';
export { normaliseMessage } from './normalise.ts';
export { parseBankMessage } from './parse.ts';
export { isPersonalNumber } from './sender.ts';
