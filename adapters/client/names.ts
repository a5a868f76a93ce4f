/** What merchants name themselves is theirs: below this key no name is changed. */
const THEIRS = 'metadata';

/** The server's JSON with `created_at` as `createdAt`, at every depth. */
export function camelCased(json: unknown): unknown {
  return renamed(json, (name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));
}

/** The other way round. What is undefined is left out; a Date becomes ISO 8601. */
export function snakeCased(value: unknown): unknown {
  return renamed(value, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, of]) => of !== undefined)
      .map(([name, of]) => (name === THEIRS ? [name, of as unknown] : [rename(name), renamed(of, rename)])),
  );
}
