const FRAMES_MAX = 8;

/** What is logged of a bug: its name and where it happened. Not its message, which may hold what a customer sent. */
export function bugFields(error: unknown): { readonly error: string; readonly stack: string } {
  if (!(error instanceof Error)) return { error: 'unknown', stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, stack: frames.slice(0, FRAMES_MAX).join('\n') };
}
