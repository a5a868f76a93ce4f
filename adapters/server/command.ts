import type { Flags } from './config.ts';

/** What was typed after the name of a command, checked against the options that the command knows. */
export interface CommandLine {
  /** The settings that were given as flags. */
  readonly flags: Flags;
  readonly text: (option: string) => string | undefined;
  /** A switch: undefined when neither `--name` nor `--no-name` was given. */
  readonly on: (option: string) => boolean | undefined;
  readonly words: readonly string[];
}

/** Runs a command and answers its exit code. */
export type Command = (line: CommandLine) => Promise<number>;
