import { DomainError } from '../../core/index.ts';

/** What an id of ours can look like, as a JSON Schema pattern. */
export const ID_PATTERN = '^\\w{1,64}$';

const ID = new RegExp(ID_PATTERN);

/** Refuses with `not_found` what cannot be an id of ours: databases refuse some of it, and one of them loudly. */
export function assertId(id: string): void {
  if (!ID.test(id)) throw new DomainError('not_found', 'nothing has an id like that');
}
