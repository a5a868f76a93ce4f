import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Shop } from './shop.ts';

/** The rows of shops. */
export interface ShopRepository {
  /** `already_exists` for a second default shop. */
  insert(shop: Shop): Promise<void>;
  find(scope: Scope, id: string): Promise<Shop | null>;
  /** The one that takes sessions which name none. */
  findDefault(scope: Scope): Promise<Shop | null>;
  /** Refuses a stale version. */
  update(was: Shop, now: Shop): Promise<Shop>;
  /** Newest first. */
  list(scope: Scope, cursor: Cursor): Promise<Page<Shop>>;
}
