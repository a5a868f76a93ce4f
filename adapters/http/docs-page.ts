import type { Context, Middleware, Next } from 'koa';
import { languageOf } from './language.ts';
import { documentPath } from './openapi.ts';
import type { Surface } from './route.ts';

// Redoc styles itself with inline styles and searches in a blob worker. The build takes out its logo, which would come from a CDN.
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The assets that these pages ask for. */
export const DOCS_ASSETS = ['redoc.standalone.js', 'docs.js', 'docs.css'] as const;

/** A page for people at `/docs` and one per family at `/docs/<name>`, made of the same OpenAPI documents. */
export function docsPages(surfaces: readonly Surface[]): Middleware {
  return async (ctx: Context, next: Next) => {
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || !/^\/docs(\/|$)/.test(ctx.path)) return next();
    const name = ctx.path.split('/')[2] || surfaces[0]?.name;
    const surface = surfaces.find((candidate) => candidate.name === name);
    if (!surface) return next();
    ctx.set('content-security-policy', CSP);
    ctx.set('x-content-type-options', 'nosniff');
    ctx.set('referrer-policy', 'no-referrer');
    ctx.type = 'html';
    ctx.body = page(surface, surfaces, languageOf(ctx.get('accept-language')));
  };
}

/** All texts come from our own surfaces: nothing here needs escaping. */
function page(surface: Surface, surfaces: readonly Surface[], language: 'ko' | 'en'): string {
  const links = surfaces
    .map((other) => {
      const current = other === surface ? ' aria-current="page"' : '';
      return `<a href="/docs/${other.name}"${current}>${other.title}</a>`;
    })
    .join('');
  const raw = { ko: 'OpenAPI 문서', en: 'OpenAPI document' }[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${surface.title} · korea-checkout</title>
<link rel="stylesheet" href="/assets/docs.css">
<link rel="icon" href="/assets/checkout-icon.svg" type="image/svg+xml">
</head>
<body>
<nav aria-label="API"><strong>korea-checkout</strong>${links}<a href="${documentPath(surface)}">${raw}</a></nav>
<main id="redoc" data-spec="${documentPath(surface)}"></main>
<script src="/assets/redoc.standalone.js"></script>
<script src="/assets/docs.js"></script>
</body>
</html>
`;
}
