import { bankByCode, bankNameAgrees } from '../deposits/banks.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Mode } from '../kernel/scope.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Device } from './device.ts';
import type { WorkspacePolicy } from './workspace.ts';

/** How long a user's token is good unless somebody says otherwise. */
export const TOKEN_LIFETIME_MS = 90 * 24 * 60 * MINUTE;

/** When a phone was last heard is written at most this often. */
export const LAST_SEEN_EVERY_MS = MINUTE / 2;

/** How long a phone may be silent unless its owner says otherwise: a day. */
export const HEARTBEAT_MINUTES = 24 * 60;

/** What a new workspace does: unsigned messages count in test mode and not where money is real (BANK-SMS.md). */
export function defaultPolicy(mode: Mode): WorkspacePolicy {
  return {
    graceMinutes: 30,
    matchAmountOnly: false,
    allowUnsignedSms: mode === 'test',
    keepSmsDays: 90,
  };
}

/** A bank account as its owner writes it. */
export interface AccountForm {
  readonly bankCode: string;
  readonly bankName: string;
  readonly accountNumber: string;
  readonly holder: string;
}

/** Refuses banks that there are not, names of other banks and numbers that are none. Answers the bank's code of today. */
export function checkAccount({ bankCode, bankName, accountNumber }: AccountForm): string {
  const bank = bankByCode(bankCode);
  if (!bank)
    throw new DomainError('invalid_request', 'not the code of a bank', { field: 'bank_code', rule: 'bank' });
  if (!bankNameAgrees(bankCode, bankName))
    throw new DomainError('bank_mismatch', 'this is not the name of that bank', { field: 'bank_name' });
  const digits = digitsOf(accountNumber);
  if (!/^\d[\d-]*\d$/.test(accountNumber) || digits.length < 6 || digits.length > 20)
    throw new DomainError('invalid_request', 'not a bank account number', {
      field: 'account_number',
      rule: 'account_number',
    });
  return bank.code;
}

/** `123-456-789012` → `123456789012`. */
export function digitsOf(accountNumber: string): string {
  return accountNumber.replace(/\D/g, '');
}

/** `123-456-789012` → `***-***-**9012`: for members who need to tell accounts apart and no more. */
export function maskedNumber(accountNumber: string): string {
  const keep = 4;
  let left = digitsOf(accountNumber).length;
  return accountNumber.replace(/\d/g, (digit) => (left-- > keep ? '*' : digit));
}

/** The phone has just been heard. */
export function heard(device: Device, now: number): Device {
  return { ...device, lastSeenAt: now, silentSince: null, dueAt: now + device.heartbeatMinutes * MINUTE };
}

/** Whether it is worth writing down that the phone was heard. */
export function isNewsOf(device: Device, now: number): boolean {
  return device.silentSince !== null || now - (device.lastSeenAt ?? 0) >= LAST_SEEN_EVERY_MS;
}

/** The phone has been silent for longer than it may; null when that is not so, or was told before. */
export function fallenSilent(device: Device, now: number): Device | null {
  if (!device.isActive || device.dueAt === null || device.dueAt > now) return null;
  return { ...device, dueAt: null, silentSince: device.lastSeenAt ?? device.createdAt };
}

/** When a phone with changed settings counts as silent: as before, unless what was changed is about just that. */
export function silenceOf(
  was: Device,
  now: Pick<Device, 'isActive' | 'heartbeatMinutes'>,
  at: number,
): Pick<Device, 'dueAt' | 'silentSince'> {
  if (!now.isActive) return { dueAt: null, silentSince: null };
  const isSame = was.isActive && was.heartbeatMinutes === now.heartbeatMinutes;
  if (isSame) return { dueAt: was.dueAt, silentSince: was.silentSince };
  return { dueAt: at + now.heartbeatMinutes * MINUTE, silentSince: null };
}
