import type { IncomingHttpHeaders } from 'node:http';

/** What stands in `Authorization: Bearer …`; null when nothing does. */
export function bearer({ authorization }: IncomingHttpHeaders): string | null {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}
