import { readdirSync, readFileSync } from 'node:fs';
import type { Forwarded } from '../../../adapters/http/surfaces/lunepay/forwarder-message.ts';

/** A request as a forwarding app sends it. */
export interface Recorded {
  readonly file: string;
  readonly client: string;
  /** Where the shape is documented. */
  readonly source: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Byte for byte. */
  readonly body: string;
  /** What `X-Signature` was made with, where there is one: who sends it elsewhere signs it again. */
  readonly secret?: string;
  readonly expect: Forwarded;
}

const FOLDER = new URL('./forwarders/', import.meta.url);

/** All recorded requests, in the order of their files. */
export const RECORDED: readonly Recorded[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.http.json'))
  .sort()
  .map((file) => ({ ...(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Recorded), file }));
