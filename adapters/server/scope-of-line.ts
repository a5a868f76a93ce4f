import type { Scope } from '../../core/index.ts';
import type { CommandLine } from './command.ts';
import { usageError } from './user-error.ts';

/** Whose data a command is about: `--merchant mer_… [--mode test|live]`; test when nothing else is said. */
export function scopeOfLine(line: CommandLine): Scope {
  const merchantId = line.text('merchant');
  if (merchantId === undefined) throw usageError('say whose: --merchant mer_…');
  const mode = line.text('mode') ?? 'test';
  if (mode !== 'test' && mode !== 'live') throw usageError('--mode must be test or live');
  return { merchantId, mode };
}
