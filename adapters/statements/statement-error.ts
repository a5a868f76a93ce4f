/** Why a file cannot be read as a statement. */
export type StatementErrorKind =
  | 'too_large'
  | 'too_many_rows'
  | 'unsupported_format'
  | 'damaged'
  | 'no_rows'
  | 'several_sheets'
  | 'no_header';

/** A file that is no statement that can be read. `message` is one line for whoever chose the file; no cell is in it. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  readonly kind: StatementErrorKind;

  constructor(kind: StatementErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** What helps against nearly every format that is not read. */
export const SAVE_AS = 'open it in Excel and save it as .xlsx without a password, or as CSV UTF-8';
