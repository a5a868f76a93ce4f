import type { IncomingHttpHeaders } from 'node:http';
import type { Caller, CallerKind, Core, DomainError, Mode, Once, RateLimit } from '../../core/index.ts';
import type { Language } from './language.ts';
import type { JSONSchema, Static } from './schema.ts';

/** What a presenter may know besides the entity. */
export interface View {
  /** Where a buyer must transfer to, as people read it: account numbers are sealed at rest. */
  readonly instructions: Core['payments']['instructions'];
  /** Where buyers reach this server, without a slash at the end. */
  readonly publicUrl: string;
}

/** A request that has passed authentication, limits and validation. */
export interface RouteRequest<Query, Body, Result> {
  readonly core: Core;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** For use cases that are done once per `Idempotency-Key`. */
  readonly once: Once<Result>;
  /** The request as it came, for routes that read it themselves. */
  readonly raw: RawRequest;
}

/** A request before anything was made of it. */
export interface RawRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty for a request without a body. */
  readonly bytes: Uint8Array;
}

/** What a credential can be read from. */
export interface Presented {
  readonly headers: IncomingHttpHeaders;
  /** The address that the request came from. */
  readonly address: string;
}

/**
 * Which credential a route asks for. Another kind is `forbidden`; another mode is as if the route were not there.
 * `optional`: any credential that is good, or none, and then the caller is `anonymous` and of no scope.
 */
export interface Access {
  readonly kind: CallerKind | 'any' | 'optional';
  readonly mode?: Mode;
}

/** What a handler does with a checked request, and how its result is told. */
interface RouteWork<Query, Body, Result> {
  readonly handle: (request: RouteRequest<Query, Body, Result>) => Promise<Result>;
  /** Total: it cannot fail for anything that `handle` answers. */
  readonly present: (result: Result, view: View) => unknown;
  /** Headers of a success beside the usual ones. */
  readonly headers?: (result: Result) => Readonly<Record<string, string>>;
  /** What an interrupted request with an `Idempotency-Key` made, as it is now. */
  readonly resume?: (request: { core: Core; caller: Caller }, subjectId: string) => Promise<Result>;
}

/** One documented endpoint: everything that routing, validation, types and OpenAPI need to know of it. */
interface RouteFacts {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the surface's base path, with `:name` parameters. */
  readonly path: string;
  /** Its parameters are checked by the handler: they may be texts that are no ids of ours. */
  readonly freeParams?: boolean;
  /** The operation's name in OpenAPI and in tests; unique in its surface. */
  readonly id: string;
  readonly summary: Readonly<Record<Language, string>>;
  readonly access?: Access;
  /** The status of a success. */
  readonly status: number;
  readonly query?: JSONSchema;
  readonly body?: JSONSchema;
  /** True when a POST may come without any body. */
  readonly bodyOptional?: boolean;
  /** The handler reads the body itself, of at most so many bytes: `body` only documents it. */
  readonly rawBodyMax?: number;
  /** Instead of the surface's. */
  readonly rateLimit?: RateLimit;
  /** The shape of a success; null for an empty answer. */
  readonly response: JSONSchema | null;
}

/** A route whose own types have been checked and are of no interest to whoever mounts it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Route = RouteFacts & RouteWork<any, any, any>;

/** Declares a route; the types of its handler come from its schemas. */
export function route<
  Result,
  const Query extends JSONSchema | undefined = undefined,
  const Body extends JSONSchema | undefined = undefined,
>(
  spec: Omit<RouteFacts, 'query' | 'body'> & { readonly query?: Query; readonly body?: Body } & RouteWork<
      Static<Query>,
      Static<Body>,
      Result
    >,
): Route {
  return spec as unknown as Route;
}

/** OpenAPI's words for where a credential stands. */
export interface SecurityScheme {
  readonly type: 'apiKey';
  readonly in: 'header';
  readonly name: string;
}

/** One API family. */
export interface Surface {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: Readonly<Record<Language, string>>;
  readonly basePath: string;
  /** The paths that it answers for, where others share its base path; only the base path when left out. */
  readonly claims?: readonly [string, ...string[]];
  readonly routes: readonly Route[];
  /** What its routes ask for unless they say otherwise: a secret API key when left out. */
  readonly access?: Access;
  /** Per credential; of both modes, or of each. */
  readonly rateLimit: RateLimit | Readonly<Record<Mode, RateLimit>>;
  /** Per address, for callers without a credential; as for credentials when left out. */
  readonly anonymousRateLimit?: RateLimit;
  /** How its credential is sent, as OpenAPI says it: a bearer token when left out. */
  readonly securityScheme?: SecurityScheme;
  /** Tells who is calling. Refuses with `unauthenticated` when no credential was sent, and bad ones. */
  readonly authenticate: (core: Core, presented: Presented) => Promise<Caller>;
  /** How the family says no; `null` is a bug of ours, told as a server error. */
  readonly renderError: (error: DomainError | null, language: Language) => { status: number; body: unknown };
  /** The shape of `renderError`'s bodies. */
  readonly errorSchema: JSONSchema;
}
