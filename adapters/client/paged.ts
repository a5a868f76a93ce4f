/** All items of a list, page after page: `for await (const item of list)`. Nothing is asked before that. */
export interface Paged<Item, Page> extends AsyncIterable<Item> {
  /** Just the one page that the filter names. */
  page(): Promise<Page>;
}

interface PageOf<Item> {
  readonly data: readonly Item[];
  readonly hasMore: boolean;
}

interface Cursor {
  readonly limit?: number | undefined;
  readonly startingAfter?: string | undefined;
}

const PAGE_MAX = 100;

/** A list over pages that are read one by one. Who walks it all, and names no size, gets the largest pages. */
export function paged<Item extends { readonly id: string }, Page extends PageOf<Item>, Filter extends Cursor>(
  filter: Filter,
  read: (filter: Filter) => Promise<Page>,
): Paged<Item, Page> {
  return {
    page: () => read(filter),
    async *[Symbol.asyncIterator]() {
      let next: Filter = { ...filter, limit: filter.limit ?? PAGE_MAX };
      for (;;) {
        const { data, hasMore } = await read(next);
        yield* data;
        const last = data.at(-1);
        if (!hasMore || !last) return;
        next = { ...next, startingAfter: last.id };
      }
    },
  };
}
