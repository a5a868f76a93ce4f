const EXIT_CODES = new WeakMap<object, number>();

/** Exit codes of the command line: 1 is "this did not work", 2 is "this is not how it is called". */
export const EXIT = { failed: 1, usage: 2 } as const;

/** A mistake of whoever runs us: told in one clear line, without a stack. */
export function userError(message: string, exitCode: number = EXIT.failed): Error {
  const error = new Error(message);
  EXIT_CODES.set(error, exitCode);
  return error;
}

/** A call that does not fit: the reason, and where to look. */
export function usageError(reason: string): Error {
  return userError(`${reason} (see \`korea-checkout help\`)`, EXIT.usage);
}

/** The exit code of a `userError`; null for everything else, which is a bug of ours. */
export function exitCodeOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null ? (EXIT_CODES.get(error) ?? null) : null;
}
