import { SETTINGS, type SettingName } from './settings.ts';
import { EXIT, userError } from './user-error.ts';

/** Everything that may differ between two installations, checked. */
export type Config = { readonly [Name in SettingName]: ReturnType<(typeof SETTINGS)[Name]['read']> };

/** Settings as text; those of the command line win over the environment. */
export type Flags = Readonly<Partial<Record<SettingName, string | undefined>>>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks all settings; an empty variable counts as none. Throws one `userError` that names everything that
 * is wrong and how to mend it. Nothing else in this package reads the environment.
 */
export function readConfig(flags: Flags = {}, env: Environment = process.env, defaults: Flags = {}): Config {
  const problems: string[] = [];
  const values = Object.entries(SETTINGS).map(([name, { env: variable, flag, fallback, read }]) => {
    const given = flags[name as SettingName];
    try {
      return [name, read((given ?? (env[variable] || (defaults[name as SettingName] ?? fallback))).trim())];
    } catch (error) {
      const called = given === undefined ? variable : `--${String(flag)}`;
      problems.push(`${called} ${(error as Error).message}`);
      return [name, undefined];
    }
  });
  if (problems.length > 0) throw userError(problems.join('\n'), EXIT.usage);
  return Object.fromEntries(values) as Config;
}

/** Whether the database is a server that several machines may share. */
export function isServerDatabase(url: string): boolean {
  return !url.startsWith('sqlite:');
}

/** The file of a SQLite database; null for one in memory and for servers. */
export function sqliteFile(url: string): string | null {
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  return path === undefined || path === ':memory:' ? null : path;
}

/** Whether only this machine can connect to this address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The settings as they may be shown to anybody: without passwords and keys. */
export function describeConfig(config: Config): Readonly<Record<SettingName, unknown>> {
  const keys = config.encryptionKeys.length;
  return {
    ...config,
    publicUrl: config.publicUrl ?? 'http://HOST:PORT',
    databaseUrl: withoutPassword(config.databaseUrl),
    encryptionKeys: keys > 0 ? `set (${keys})` : 'key file beside the database',
    jwtKeys: config.jwtKeys.length > 0 ? `set (${config.jwtKeys.length})` : 'made of the encryption key',
    webhookAllowPrivate: config.webhookAllowPrivate ?? false,
  };
}

/** A database URL without its password, wherever the password stands. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^/@:]*):.*@/, '$1:***@').replace(/([?&][^=&]*pass[^=&]*=)[^&]*/gi, '$1***');
}
