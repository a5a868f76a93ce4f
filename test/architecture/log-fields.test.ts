import * as assert from 'uvu/assert';
import { MASK, redactFields } from '../../adapters/server/redact.ts';
import { suite } from '../support/suite.ts';
import { sources } from './sources.ts';

/** `{ attemptId: …, gateway: … }` in a call of the log, or in what is handed to one. */
const LOGGED = /(?:log\??\.(?:info|warn|error)|tellSomebody)\(\s*\{([^}]*)\}/g;

suite('log fields', (test) => {
  test('what core logs is not hidden from the operator who needs it', () => {
    const fields = sources(['core']).flatMap(({ path, text }) =>
      [...text.matchAll(LOGGED)].flatMap(([, inner = '']) =>
        [...inner.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name = '']) => ({ path, name })),
      ),
    );
    assert.ok(fields.length >= 8);
    // Numbers pass in any field; ours that end in `Ms` are numbers.
    for (const { path, name } of fields.filter((field) => !field.name.endsWith('Ms')))
      assert.is.not(redactFields({ [name]: 'abc' })[name], MASK, `${path}: ${name}`);
  });
});
