const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufeff]/g;
const DASH = /[\u2010-\u2015\u2212]/g;

/** A cell as people see it: NFKC, single spaces, one kind of dash, nothing invisible. */
export function legible(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASH, '-')
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim();
}
