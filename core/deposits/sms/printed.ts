import { legible, visible } from './normalise.ts';

/**
 * A name as the message prints it. Reading makes `㈜` and full-width letters plain; the name of who has paid is kept
 * as its bank writes it. Answers the plain name where it cannot be told which part of the text it is.
 */
export function asPrinted(text: string, name: string): string {
  const wanted = squeezed(name);
  let plain = '';
  const origin: number[] = [];
  let at = 0;
  for (const char of text) {
    const made = squeezed(legible(char));
    plain += made;
    for (let unit = 0; unit < made.length; unit += 1) origin.push(at);
    at += char.length;
  }
  origin.push(text.length);
  const found = plain.indexOf(wanted);
  const [start, end] = [origin[found], origin[found + wanted.length]];
  if (found === -1 || start === undefined || end === undefined) return name;
  const printed = visible(text.slice(start, end)).trim();
  return squeezed(legible(printed)) === wanted ? printed : name;
}

function squeezed(text: string): string {
  return text.replace(/\s/g, '');
}
