import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { readForwarded } from '../../../adapters/http/surfaces/lunepay/forwarder-message.ts';
import { DomainError } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

const NOW = Date.UTC(2024, 1, 12, 0, 30);
const SMS = '[Web발신]\n[KB]02/12 09:00\n123456***012\n홍길동\n입금\n14,510';

function refusal(contentType: string, body: string | Uint8Array): DomainError {
  try {
    readForwarded({ contentType, body: Buffer.from(body), query: {}, now: NOW });
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

suite('bodies that cannot be read', (test) => {
  const bodies: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['application/json', 'text=1', 'not_json'],
    ['application/json', '{"text":', 'not_json'],
    ['application/json', `${JSON.stringify({ text: SMS })}1707696063`, 'not_json'],
    ['text/plain', `${JSON.stringify({ text: SMS })}1707696063`, 'not_json'],
    ['application/json', JSON.stringify([{ text: SMS }]), 'not_an_object'],
    ['application/json', JSON.stringify(SMS), 'not_an_object'],
    ['application/json', 'null', 'not_an_object'],
    ['application/json', '{"text":"a","text":"b"}', 'duplicate_key'],
    ['application/json', '{"text":"\\u0000"}', 'bad_character'],
    ['application/json', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 'too_deep'],
    ['application/json', Uint8Array.of(0x7b, 0x22, 0xff), 'not_utf8'],
    ['text/plain', Uint8Array.of(0xc0, 0xd4, 0xb1, 0xdd), 'not_utf8'],
    ['application/x-www-form-urlencoded', 'text=%C0%D4%B1%DD', 'not_utf8'],
    ['application/x-www-form-urlencoded', Uint8Array.of(0x61, 0x3d, 0xff), 'not_utf8'],
    ['multipart/form-data; boundary=x', '--x\r\n', 'unsupported_type'],
    ['image/png', '{"text":"a"}', 'unsupported_type'],
  ];
  for (const [type, body, reason] of bodies)
    test(`${type} ${JSON.stringify(Buffer.from(body).toString('latin1').slice(0, 40))}… is refused: ${reason}`, () => {
      const { code, details } = refusal(type, body);
      assert.equal([code, details['reason']], ['malformed_body', reason]);
    });

  for (const [type, body] of [
    ['application/json', '{}'],
    ['application/json', '{"from":"1"}'],
    ['application/json', '{"text":" \\n"}'],
    ['application/x-www-form-urlencoded', 'from=1'],
    ['text/plain', ' \n'],
    ['', ''],
  ] as const)
    test(`${type} ${JSON.stringify(body)} has no text`, () => {
      const { code, details } = refusal(type, body);
      assert.equal([code, details], ['invalid_request', { field: 'raw_sms', rule: 'required' }]);
    });
});

const types = fc.oneof(
  fc.constantFrom(
    ...['', 'application/json', 'application/x-www-form-urlencoded', 'text/plain', 'application/ld+json'],
  ),
  fc.string({ maxLength: 300 }),
);
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 4096 }),
  fc.string({ unit: 'binary', maxLength: 4096 }).map((text) => Buffer.from(text)),
  fc.json({ maxDepth: 8 }).map((text) => Buffer.from(text)),
  fc.string({ maxLength: 4000 }).map((text) => Buffer.from(`{"text":"${text}"}`)),
  fc
    .tuple(
      fc.constantFrom(
        ...[
          '{',
          '[',
          '"',
          '\\',
          '{"a":',
          '{"',
          '\n',
          '%',
          '&a=',
          'SubId：1\n',
          '1',
          ' ',
          '2024-02-12T',
          '\ud55c',
        ],
      ),
      fc.nat(4096),
    )
    .map(([piece, times]) => Buffer.from(`{"text":"${piece.repeat(times)}`).subarray(0, 4096)),
);

suite('readForwarded under fuzz', (test) => {
  test('whatever comes, it answers or refuses, within 5 ms for 4 KB', () => {
    fc.assert(
      fc.property(types, bodies, fc.dictionary(fc.string(), fc.string()), (contentType, body, query) => {
        const once = (): number => {
          const started = performance.now();
          try {
            readForwarded({ contentType, body, query, now: NOW });
          } catch (error) {
            assert.instance(error, DomainError);
          }
          return performance.now() - started;
        };
        // A busy machine stops anybody anywhere: what is slow by itself is slow every time.
        const isQuick = Array.from({ length: 8 }).some(() => once() < 5);
        assert.ok(isQuick, 'slower than 5 ms, eight times in a row');
      }),
      { numRuns: 1_500 },
    );
  });
});
