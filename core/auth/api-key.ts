import type { Mode } from '../kernel/scope.ts';

/** `secret` may do everything for its merchant; `publishable` may be shown to a browser. */
export type ApiKeyKind = 'secret' | 'publishable';

/** A credential. The key itself is shown once and never stored: only its SHA-256 is. */
export interface ApiKey {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly kind: ApiKeyKind;
  readonly name: string;
  /** SHA-256 of the whole key, hex. */
  readonly hash: string;
  /** The first characters and the last four, so that people can tell keys apart. */
  readonly hint: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** From this moment on the key is refused; null while it is good. */
  readonly revokedAt: number | null;
}

/** The tenant: whoever owns payments, keys and all else. */
export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}
