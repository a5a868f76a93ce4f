import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Middleware } from 'koa';

/** A file that we serve ourselves, read once; no page of ours loads anything from elsewhere. */
export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where assets lie, seen from this file: beside the sources, or beside the built chunks. */
const FOLDERS = ['./assets/', '../assets/', '../../assets/', '../../node_modules/redoc/bundles/'];

const read = new Map<string, Asset>();

/** The asset with this file name. Throws when the package was built without it. */
export function asset(name: string): Asset {
  const known = read.get(name);
  if (known) return known;
  const path = FOLDERS.map((folder) => fileURLToPath(new URL(folder + name, import.meta.url))).find(
    existsSync,
  );
  if (!path) throw new Error(`the asset ${name} is missing from this build`);
  const body = readFileSync(path);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const found = { body, etag, type: TYPES[extname(name)] ?? 'application/octet-stream' };
  read.set(name, found);
  return found;
}

/** Serves `names` at `/assets/<name>`. */
export function assets(names: readonly string[]): Middleware {
  const paths = new Map(names.map((name) => [`/assets/${name}`, name]));
  return async (ctx, next) => {
    const name = ctx.method === 'GET' || ctx.method === 'HEAD' ? paths.get(ctx.path) : undefined;
    if (!name) return next();
    const { body, type, etag } = asset(name);
    ctx.set('cache-control', 'public, max-age=3600');
    ctx.set('x-content-type-options', 'nosniff');
    ctx.set('etag', etag);
    ctx.status = 200;
    if (ctx.fresh) ctx.status = 304;
    else {
      ctx.type = type;
      ctx.body = body;
    }
  };
}
