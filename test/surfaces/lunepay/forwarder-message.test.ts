import * as assert from 'uvu/assert';
import { type Forwarded, readForwarded } from '../../../adapters/http/surfaces/lunepay/forwarder-message.ts';
import { DomainError } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { RECORDED } from './recorded-forwarders.ts';

/** 2024-02-12 09:30 in Korea. */
const NOW = Date.UTC(2024, 1, 12, 0, 30);
const SMS = '[Web발신]\n[KB]02/12 09:00\n123456***012\n홍길동\n입금\n14,510';

type Query = Readonly<Record<string, string | string[] | undefined>>;

function read(contentType: string, body: string | Uint8Array, query: Query = {}): Forwarded {
  return readForwarded({ contentType, body: Buffer.from(body), query, now: NOW });
}

const json = (value: unknown): Forwarded => read('application/json', JSON.stringify(value));

/** The message of a body with this text and these other fields. */
function message(more: object): Extract<Forwarded, { kind: 'message' }> {
  const read = json({ text: SMS, ...more });
  assert.is(read.kind, 'message');
  return read as Extract<Forwarded, { kind: 'message' }>;
}

function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

suite('recorded requests of forwarding apps', (test) => {
  for (const { file, headers, query, body, expect } of RECORDED)
    test(`${file} is read`, () => {
      assert.equal(read(headers['Content-Type'] ?? '', body, query), expect);
    });

  test('there is one of every client that must work unchanged', () => {
    const clients = new Set(RECORDED.map(({ client }) => client));
    for (const client of [
      'LunePay app',
      'Incoming SMS to URL forwarder',
      'SMS-Gate',
      'textbee',
      'SmsForwarder',
      'MacroDroid',
      'iOS Shortcuts',
      'Tasker',
    ])
      assert.ok(clients.has(client), client);
  });

  test('none of them needs more than the 4 KB that the door takes', () => {
    for (const { file, body } of RECORDED) assert.ok(Buffer.byteLength(body) < 4096, file);
  });
});

suite('names of fields', (test) => {
  const texts =
    'raw_sms text message msg content body sms sms_body fullText org_content payload.message payload.body';
  for (const name of texts.split(' '))
    test(`${name} is a text`, () => {
      const [outer, inner] = name.split('.') as [string, string?];
      const body = inner ? { [outer]: { [inner]: SMS } } : { [outer]: SMS };
      assert.equal((json(body) as { text?: string }).text, SMS);
    });

  for (const name of ['sender', 'from', 'phoneNumber'])
    test(`${name} is a sender, as text and as number, here and in the payload`, () => {
      assert.is(message({ [name]: '1644-9999' }).sender, '1644-9999');
      assert.is(message({ [name]: 16449999 }).sender, '16449999');
      assert.is(message({ payload: { [name]: '16449999' } }).sender, '16449999');
    });

  for (const name of ['received_at', 'receivedAt', 'receivedStamp', 'sentStamp', 'timestamp'])
    test(`${name} is a time, here and in the payload`, () => {
      assert.is(message({ [name]: NOW }).receivedAt, NOW);
      assert.is(message({ payload: { [name]: NOW } }).receivedAt, NOW);
    });

  for (const name of ['event_id', 'id', 'messageId', 'smsId'])
    test(`${name} is the id of a message`, () => assert.is(message({ [name]: 'a-1' }).messageId, 'a-1'));

  test('the id of the message counts before the id of the event that tells of it', () =>
    assert.is(message({ id: 'event', payload: { messageId: 'message' } }).messageId, 'message'));

  test('a message that is an object holds the text', () =>
    assert.is((json({ message: { text: SMS, from: '1' } }) as { text?: string }).text, SMS));

  test('what no template has changed counts before what one has', () => {
    const { text } = json({ content: `a\n${SMS}`, text: 'b', org_content: SMS }) as { text?: string };
    assert.is(text, SMS);
  });

  test('blank and odd values are passed over', () => {
    const odd = { raw_sms: ' ', text: 5, message: null, body: [SMS], sms: SMS, sender: {}, id: true };
    const { text, sender, messageId } = json(odd) as Extract<Forwarded, { kind: 'message' }>;
    assert.equal([text, sender, messageId], [SMS, null, null]);
    assert.equal([message({ id: 'x'.repeat(129) }).messageId, message({ from: '' }).sender], [null, null]);
  });

  test('names of no app, among them those of Object, are nothing', () => {
    const { sender, receivedAt, messageId, deviceId } = message({ sim: 'sim1', sign: 'x', toString: 'y' });
    assert.equal([sender, receivedAt, messageId, deviceId], [null, null, null, null]);
  });

  test('the query adds what the body does not say, and the first of several counts', () => {
    const read = readForwarded({
      contentType: 'text/plain',
      body: Buffer.from(SMS),
      query: { from: ['1', '2'], id: 'q', token: 'kcd_x' },
      now: NOW,
    });
    assert.equal(read, {
      kind: 'message',
      text: SMS,
      sender: '1',
      receivedAt: null,
      messageId: 'q',
      deviceId: null,
    });
  });

  test('the query of a request with a body says neither the text nor the event', () => {
    const sent = '{"event":"mms:received"}';
    assert.equal(read('application/json', sent, { text: SMS }), { kind: 'other', event: 'mms:received' });
    assert.is(refusal(() => read('application/json', '{}', { text: SMS })).code, 'invalid_request');
    assert.is(read('text/plain', SMS, { event: 'ping' }).kind, 'message');
  });
});

suite('texts', (test) => {
  const texts: readonly (readonly [string, string])[] = [
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\tb\u200b c ', 'a\tb\u200b c '],
    ['a\u0001b\u007fc\u009fd', 'abcd'],
  ];
  for (const [given, expected] of texts)
    test(`${JSON.stringify(given)} is ${JSON.stringify(expected)}`, () =>
      assert.is((json({ text: given }) as { text?: string }).text, expected));

  test('a template that breaks its JSON with newlines, tabs and backslashes is read', () => {
    const body = '{"text":"a\n\tb \\"c\\" \\\\","from":"1"}';
    assert.equal((read('application/json', body) as { text?: string }).text, 'a\n\tb "c" \\');
  });

  test('parameters of a content type, capitals and a header that came twice do not matter', () => {
    for (const type of ['Text/Plain; charset=utf-8', 'text/plain, text/plain', 'text/plain;', ''])
      assert.equal((read(type, SMS) as { text?: string }).text, SMS, type);
  });

  test('a template that breaks its JSON with a quotation mark is not', () =>
    assert.is(
      refusal(() => read('application/json', '{"text":"입금 "홍길동""}')).details['reason'],
      'not_json',
    ));

  test('the lines of SmsForwarder around a message are taken off, those of others are not', () => {
    const wrapped = (lines: string[]): string | undefined =>
      (read('', '', { content: lines.join('\n'), from: '16449999' }) as { text?: string }).text;
    const around = ['16449999', SMS, 'SIM1', 'SubId：1', '2024-02-12 09:00:03'];
    assert.is(wrapped(around), SMS);
    assert.is(wrapped([...around, 'SM-G991N']), SMS);
    for (const other of [
      ['15881688', ...around.slice(1)],
      around.slice(0, 4),
      [...around, 'SM-G991N', '2'],
      ['16449999', 'SubId：1', '2024-02-12 09:00:03'],
    ])
      assert.is(wrapped(other), other.join('\n'));
  });

  test('what says that it is the original is taken as it is', () => {
    const text = `1\n${SMS}\nSIM1\nSubId：1\n2024-02-12 09:00:03`;
    assert.is((json({ raw_sms: text, from: '1' }) as { text?: string }).text, text);
  });
});

suite('times', (test) => {
  const SEOUL = Date.UTC(2024, 1, 12, 0, 1, 3);
  const good: readonly (readonly [unknown, number])[] = [
    [SEOUL, SEOUL],
    [`${SEOUL}`, SEOUL],
    [SEOUL / 1000, SEOUL],
    [` ${SEOUL / 1000} `, SEOUL],
    [SEOUL / 1000 + 0.25, SEOUL + 250],
    ['2024-02-12T09:01:03+09:00', SEOUL],
    ['2024-02-12T07:01:03.000+07:00', SEOUL],
    ['2024-02-12T09:01:03+0900', SEOUL],
    ['2024-02-12T00:01:03Z', SEOUL],
    ['2024-02-12T09:01:03', SEOUL],
    ['2024-02-12 09:01:03', SEOUL],
    ['2024-02-12 09:01', SEOUL - 3000],
    ['2000-01-01T09:00:00', Date.UTC(2000, 0, 1)],
    [NOW + 24 * 60 * 60 * 1000, NOW + 24 * 60 * 60 * 1000],
  ];
  for (const [given, expected] of good)
    test(`${JSON.stringify(given)} is ${new Date(expected).toISOString()}`, () =>
      assert.is(message({ receivedAt: given }).receivedAt, expected));

  const nonsense = [
    ...[
      '',
      'now',
      '2024-02-12',
      '2024-02-30 09:00:00',
      '2024-02-12T25:00:00',
      '24-02-12 09:00',
      '%sentStamp%',
    ],
    ...['2024년 2월 12일 오전 9:01', '1999-12-31T23:59:59Z', '1e12', '-1', '9'.repeat(16), 'x'.repeat(2000)],
    ...[0, -1, 946_684_799, 1e300, NOW + 24 * 60 * 60 * 1000 + 1, true, null, [], {}],
  ];
  for (const value of nonsense)
    test(`${JSON.stringify(value).slice(0, 40)} is no time, and no error`, () =>
      assert.is(message({ receivedAt: value }).receivedAt, null));

  test('a good time counts although another one is nonsense', () =>
    assert.is(message({ receivedStamp: 'x', sentStamp: NOW }).receivedAt, NOW));
});

suite('what is no message', (test) => {
  for (const body of [
    { event: 'system:ping', payload: {} },
    { event: 'ping' },
    { type: 'heartbeat', battery: 90 },
    { ping: 1 },
    { heartbeat: NOW },
    { text: 'PING' },
  ])
    test(`${JSON.stringify(body)} is a sign of life`, () => assert.equal(json(body), { kind: 'ping' }));

  test('so is ?ping=1 without a body', () => assert.equal(read('', '', { ping: '1' }), { kind: 'ping' }));

  for (const event of [
    ...['sms:sent', 'sms:delivered', 'sms:failed', 'sms:cancelled', 'sms:data-received', 'app:started'],
    ...['MESSAGE_SENT', 'MESSAGE_DELIVERED', 'MESSAGE_FAILED', 'UNKNOWN_STATE', 'SMS_STATUS_UPDATED'],
  ])
    test(`${event} is none, even with a text`, () => {
      const text = event === 'sms:data-received' ? {} : { message: SMS };
      assert.equal(json({ event, ...text }), { kind: 'other', event });
      assert.equal(json({ webhookEvent: event, ...text }), { kind: 'other', event });
    });

  for (const event of ['sms', 'bank sms', 'deposit', '입금', 'SMS_RECEIVED'])
    test(`the event ${event} of somebody’s own template is one`, () =>
      assert.is(message({ event }).text, SMS));

  test('an event that nobody knows and that brings no text is told by its name', () =>
    assert.equal(json({ event: 'battery low' }), { kind: 'other', event: 'battery low' }));
});
