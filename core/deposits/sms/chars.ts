/** Codes of the characters that messages are read by: comparing numbers makes no strings. */
export const CHAR = {
  newline: 10,
  space: 32,
  dollar: 36,
  percent: 37,
  ampersand: 38,
  open: 40,
  close: 41,
  star: 42,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  slash: 47,
  zero: 48,
  two: 50,
  nine: 57,
  colon: 58,
  semicolon: 59,
  less: 60,
  greater: 62,
  openSquare: 91,
  backslash: 92,
  closeSquare: 93,
  underscore: 95,
  bar: 124,
  arrow: 0x2192,
  wonSign: 0x20a9,
} as const;

/** The code of one syllable: `syllable('금')`. */
export function syllable(char: string): number {
  return char.charCodeAt(0);
}

/** Whether this is the code of an ASCII digit; NaN, the code behind the end, is none. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether this is the code of a Hangul syllable. */
export function isHangul(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3;
}

/** Whether this is the code of an ASCII letter. */
export function isLatin(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Whether this is the code of a letter of a word: Hangul or ASCII. */
export function isLetter(code: number): boolean {
  return isHangul(code) || isLatin(code);
}

/** Whether this is the code of one of the two separators that are left after normalising. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10;
}
