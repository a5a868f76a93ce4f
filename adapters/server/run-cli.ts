import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DomainError } from '../../core/index.ts';
import type { Command, CommandLine } from './command.ts';
import type { Flags } from './config.ts';
import { HELP } from './help.ts';
import { packageVersion } from './package-facts.ts';
import { SETTINGS } from './settings.ts';
import { EXIT, exitCodeOf, usageError } from './user-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

interface Entry {
  readonly options: Options;
  /** Loaded when it is asked for, so that `help` needs no database driver. */
  readonly load: () => Promise<Command>;
}

const JSON_SWITCH = { json: { type: 'boolean' } } as const;
const DEMO_FILE = { 'demo-file': { type: 'string' } } as const;

const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    options: { demo: { type: 'boolean' }, migrate: { type: 'boolean' }, ...DEMO_FILE },
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  migrate: {
    options: { down: { type: 'boolean' } },
    load: async () => (await import('./commands/migrate.ts')).migrate,
  },
  demo: {
    options: { ...JSON_SWITCH, ...DEMO_FILE },
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  keys: {
    options: {
      ...JSON_SWITCH,
      merchant: { type: 'string' },
      'new-merchant': { type: 'string' },
      mode: { type: 'string' },
      kind: { type: 'string' },
      name: { type: 'string' },
    },
    load: async () => (await import('./commands/keys.ts')).keys,
  },
  users: {
    options: {
      ...JSON_SWITCH,
      merchant: { type: 'string' },
      mode: { type: 'string' },
      name: { type: 'string' },
      email: { type: 'string' },
      days: { type: 'string' },
    },
    load: async () => (await import('./commands/users.ts')).users,
  },
  deposits: {
    options: {
      ...JSON_SWITCH,
      merchant: { type: 'string' },
      mode: { type: 'string' },
      account: { type: 'string' },
    },
    load: async () => (await import('./commands/deposits.ts')).deposits,
  },
  doctor: { options: JSON_SWITCH, load: async () => (await import('./commands/doctor.ts')).doctor },
};

/** Runs what was typed. Mistakes end with one line on stderr and exit code 1 or 2; only our bugs show a stack. */
export async function runCli(args: readonly string[]): Promise<number> {
  // Databases and what SQLite puts beside them are nobody else's to read.
  process.umask(0o077);
  try {
    return await dispatch(args);
  } catch (error) {
    tell(error);
    return exitCodeOf(error) ?? EXIT.failed;
  }
}

async function dispatch([name = 'help', ...rest]: readonly string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name) || rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (['version', '--version', '-v'].includes(name)) {
    process.stdout.write(`${packageVersion()}\n`);
    return 0;
  }
  const entry = COMMANDS[name];
  if (!entry) throw usageError(`there is no command "${name}"`);
  const line = parse(entry.options, rest);
  return (await entry.load())(line);
}

function parse(own: Options, args: readonly string[]): CommandLine {
  const options: Options = { ...own };
  for (const { flag, isSwitch } of Object.values(SETTINGS))
    if (flag !== null) options[flag] = { type: isSwitch ? 'boolean' : 'string' };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      allowNegative: true,
    });
    const flags = Object.entries(SETTINGS).flatMap(([setting, { flag }]) => {
      const value = flag === null ? undefined : values[flag];
      return value === undefined ? [] : [[setting, String(value)]];
    });
    return {
      flags: Object.fromEntries(flags) as Flags,
      text: (option) => values[option] as string | undefined,
      on: (option) => values[option] as boolean | undefined,
      words: positionals,
    };
  } catch (error) {
    throw usageError((error as Error).message.replace(/\. To specify .*$/s, ''));
  }
}

function tell(error: unknown): void {
  if (exitCodeOf(error) !== null || error instanceof DomainError) {
    const { message } = error as Error;
    const code = error instanceof DomainError ? error.details['code'] : undefined;
    process.stderr.write(`korea-checkout: ${message}${code === undefined ? '' : ` (${String(code)})`}\n`);
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`korea-checkout: this is a bug of ours, please report it\n${stack}\n`);
}
