import type { Context, Next } from 'koa';
import type { Route, Surface } from './route.ts';
import type { JSONSchema } from './schema.ts';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    '1–255 printable characters. The same key and request within 24 hours get the first answer again.',
  schema: { type: 'string', maxLength: 255 },
};

const TOTAL = {
  'X-Total-Count': { description: 'how long the whole list is', schema: { type: 'integer' } },
};

/** The OpenAPI 3.1 document of a surface, made from its route table: it cannot say anything else than the server does. */
export function openapi(surface: Surface, publicUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of surface.routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, surface) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: surface.title,
      version: surface.version,
      description: `${surface.description.ko}\n\n${surface.description.en}`,
    },
    servers: [{ url: `${publicUrl}${surface.basePath}` }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: surface.securityScheme ?? { type: 'http', scheme: 'bearer' } },
      schemas: { Error: surface.errorSchema },
      responses: { Error: json('error', { $ref: '#/components/schemas/Error' }) },
    },
  };
}

function operation(route: Route, surface: Surface) {
  const access = route.access ?? surface.access;
  const error = { $ref: '#/components/responses/Error' };
  return {
    operationId: route.id,
    ...(access?.kind === 'anonymous' ? { security: [] } : {}),
    ...(access?.kind === 'optional' ? { security: [{ key: [] }, {}] } : {}),
    summary: `${route.summary.ko} · ${route.summary.en}`,
    parameters: [
      ...pathParameters(route),
      ...queryParameters(route),
      ...(route.method === 'POST' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: !route.bodyOptional,
            content: { 'application/json': { schema: route.body } },
          },
        }
      : {}),
    responses: {
      [route.status]: route.response
        ? { ...json('success', route.response), ...(route.headers ? { headers: TOTAL } : {}) }
        : { description: 'success, without a body' },
      ...(route.body || route.query || route.method === 'POST' ? { 400: error } : {}),
      401: error,
      ...(access?.kind === 'user' ? { 403: error } : {}),
      ...(route.path.includes(':') || route.query ? { 404: error } : {}),
      ...(route.method === 'GET' ? {} : { 409: error }),
      429: error,
      500: error,
      503: error,
    },
  };
}

function pathParameters(route: Route) {
  return [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(route: Route) {
  const schema = route.query as { properties?: Record<string, JSONSchema> } | undefined;
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    schema: property,
  }));
}

function json(description: string, schema: JSONSchema) {
  return { description, content: { 'application/json': { schema } } };
}

/** Where a surface's document is served: surfaces that share a base path have one each. */
export function documentPath({ basePath, claims }: Surface): string {
  return `${claims?.[0] ?? basePath}/openapi.json`;
}

/** Serves each surface's document at its `documentPath`. */
export function openapiDocuments(surfaces: readonly Surface[], publicUrl: string) {
  const documents = new Map(
    surfaces.map((surface) => [documentPath(surface), JSON.stringify(openapi(surface, publicUrl))]),
  );
  return async (ctx: Context, next: Next): Promise<void> => {
    const document = ctx.method === 'GET' || ctx.method === 'HEAD' ? documents.get(ctx.path) : undefined;
    if (!document) return next();
    ctx.set('content-type', 'application/json; charset=utf-8');
    ctx.set('access-control-allow-origin', '*');
    ctx.body = document;
  };
}
