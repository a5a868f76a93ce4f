import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { DomainError, type ErrorDetails } from '../../core/index.ts';
import { parseIso } from './times.ts';

export type { JSONSchema };

/** The TypeScript type of a JSON Schema that is written `as const`. */
export type Static<S extends JSONSchema | undefined> = S extends JSONSchema ? FromSchema<S> : undefined;

/** Checks a value and answers it; throws `invalid_request` with the first field that is wrong. */
export type Check = (value: unknown) => unknown;

const FORMATS = { 'iso-8601': (text: string) => parseIso(text) !== null };

const ajv = (coerceTypes: boolean): Ajv =>
  new Ajv({ strict: true, allErrors: false, coerceTypes, formats: FORMATS, allowUnionTypes: true });

const forBodies = ajv(false);
const forQueries = ajv(true);

/** For JSON bodies: nothing is coerced, so `"29900"` is no amount. */
export function bodyCheck(schema: JSONSchema): Check {
  return check(forBodies.compile(schema as AnySchema));
}

/** For query strings, where every value arrives as text. */
export function queryCheck(schema: JSONSchema): Check {
  return check(forQueries.compile(schema as AnySchema));
}

function check(valid: ValidateFunction): Check {
  return (value) => {
    if (valid(value)) return value;
    const details = detailsOf(valid.errors ?? []);
    throw new DomainError('invalid_request', `${String(details['field'])} is not valid`, details);
  };
}

/** The field, the rule that it breaks and the rule's limit; never the value. */
function detailsOf(errors: readonly ErrorObject[]): ErrorDetails {
  // Of an if/then the branch tells what is wrong; the `if` itself says nothing to people.
  const error = errors.find(({ keyword }) => keyword !== 'if') ?? errors[0];
  if (!error) return { field: 'body', rule: 'type' };
  const params = error.params as Record<string, unknown>;
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  if (typeof params['missingProperty'] === 'string') path.push(params['missingProperty']);
  const limit = ['limit', 'type', 'allowedValues', 'format']
    .map((name) => params[name])
    .find((value) => value !== undefined) as string | number | readonly string[] | undefined;
  return {
    field: path.join('.') || 'body',
    rule: error.keyword,
    ...(limit === undefined ? {} : { limit: String(limit).replaceAll(',', ', ') }),
  };
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
