import type { Mode } from '../kernel/scope.ts';

/** A phone that forwards bank messages. */
export interface Device {
  readonly id: number;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly workspaceId: number;
  readonly name: string;
  /** SHA-256 of the token in its webhook address, hex. */
  readonly tokenHash: string;
  /** The token itself, sealed: its owner may look the address up again. */
  readonly sealedToken: string;
  /** The key of its signatures (HMAC-SHA256), sealed. */
  readonly sealedSecret: string;
  /** Whether messages without a signature are refused although they carry the token. */
  readonly requiresSignature: boolean;
  /** How long it may be silent before somebody is told, in minutes. */
  readonly heartbeatMinutes: number;
  readonly lastSeenAt: number | null;
  /** When it counts as silent unless it is heard before; null when that has been told, or for one that is off. */
  readonly dueAt: number | null;
  /** Since when it counts as silent; null while it is heard. */
  readonly silentSince: number | null;
  readonly isActive: boolean;
  /** The last message that was no deposit of ours although it may have told of money; null for none. */
  readonly lastRefusal: { readonly reason: string; readonly at: number } | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
