import type { Mode } from '../kernel/scope.ts';

/** A person who signs in with a token, of one merchant and one mode. */
export interface User {
  readonly id: number;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly name: string;
  readonly email: string | null;
  /** The workspace whose owner has taken this person in; null for one that the merchant has made. */
  readonly invitedTo: number | null;
  /** Tokens that were issued before this moment are refused; epoch milliseconds. */
  readonly tokensValidFrom: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** The owner may do everything in a workspace; a member works with its orders and deposits. */
export type Role = 'owner' | 'member';

/** Who belongs to which workspace; its owner is one of them. */
export interface Membership {
  readonly workspaceId: number;
  readonly userId: number;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly role: Role;
  readonly createdAt: number;
}
