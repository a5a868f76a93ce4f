import { existsSync, readFileSync } from 'node:fs';

interface PackageFacts {
  readonly name: string;
  readonly version: string;
}

/** Where package.json lies, seen from this file: as a source, and as a built entry or chunk. */
const PLACES = ['../../package.json', '../package.json', '../../../package.json'];

/** The version of this package. */
export function packageVersion(): string {
  for (const place of PLACES) {
    const url = new URL(place, import.meta.url);
    if (!existsSync(url)) continue;
    const facts = JSON.parse(readFileSync(url, 'utf8')) as PackageFacts;
    if (facts.name === 'korea-checkout') return facts.version;
  }
  return 'unknown';
}
