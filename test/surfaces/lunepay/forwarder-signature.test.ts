import { createHmac } from 'node:crypto';
import * as assert from 'uvu/assert';
import { checkSignature } from '../../../adapters/http/surfaces/lunepay/forwarder-signature.ts';
import { suite } from '../../support/suite.ts';
import { RECORDED } from './recorded-forwarders.ts';

const NOW = Date.UTC(2024, 1, 12);
const SECONDS = `${NOW / 1000}`;
const SECRET = 'kcs_secret';
const BODY = '{"event":"sms:received","payload":{"message":"입금 14,510원"}}';

const hmac = (text: string, secret = SECRET): string =>
  createHmac('sha256', secret).update(text, 'utf8').digest('hex');

/** A request that is signed as SMS-Gate does, with something changed afterwards. */
function check(change: Partial<Parameters<typeof checkSignature>[0]> = {}) {
  const signature = hmac(BODY + SECONDS);
  const body = Buffer.from(BODY);
  return checkSignature({ body, signature, timestamp: SECONDS, secret: SECRET, now: NOW, ...change });
}

suite('signatures of forwarders', (test) => {
  test('a vector that was computed elsewhere is good', () => {
    // RFC 4231, test case 2.
    const body = Buffer.from('what do ya want for nothing?');
    const signature = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    assert.is(checkSignature({ body, signature, timestamp: null, secret: 'Jefe', now: 0 }), 'good');
  });

  test('body and timestamp together are signed when there is a timestamp, else the body alone', () => {
    assert.is(check(), 'good');
    assert.is(check({ timestamp: null, signature: hmac(BODY) }), 'good');
    assert.is(check({ signature: hmac(BODY) }), 'wrong');
    assert.is(check({ timestamp: null }), 'wrong');
  });

  test('recorded requests of SMS-Gate and textbee are good at their time', () => {
    const signed = RECORDED.filter(({ secret }) => secret !== undefined);
    assert.ok(signed.length > 2);
    for (const { file, body, headers, secret = '' } of signed) {
      const timestamp = headers['X-Timestamp'] ?? null;
      const signature = headers['X-Signature'] ?? '';
      const now = Number(timestamp) * 1000;
      assert.is(checkSignature({ body: Buffer.from(body), signature, timestamp, secret, now }), 'good', file);
    }
  });

  test('capitals and sha256= do not matter', () => {
    const signature = hmac(BODY + SECONDS);
    for (const form of [
      signature.toUpperCase(),
      `sha256=${signature}`,
      `SHA256=${signature}`,
      ` ${signature}`,
    ])
      assert.is(check({ signature: form }), 'good', form);
  });

  test('one flipped bit anywhere is wrong', () => {
    for (let bit = 0; bit < Buffer.byteLength(BODY) * 8; bit += 1)
      assert.is(check({ body: flipped(Buffer.from(BODY), bit) }), 'wrong', `body ${bit}`);
    for (let bit = 0; bit < 256; bit += 1) {
      const signature = flipped(Buffer.from(hmac(BODY + SECONDS), 'hex'), bit).toString('hex');
      assert.is(check({ signature }), 'wrong', `signature ${bit}`);
    }
    for (let bit = 0; bit < SECRET.length * 8; bit += 1)
      assert.is(
        check({ secret: flipped(Buffer.from(SECRET), bit).toString('latin1') }),
        'wrong',
        `secret ${bit}`,
      );
    assert.is(check({ timestamp: `${Number(SECONDS) + 1}` }), 'wrong');
  });

  test('five minutes to either side are good, a second more is stale', () => {
    for (const seconds of [-300, 300]) assert.is(check({ now: NOW + seconds * 1000 }), 'good', `${seconds}`);
    for (const seconds of [-301, 301]) assert.is(check({ now: NOW + seconds * 1000 }), 'stale', `${seconds}`);
  });

  test('staleness is told to nobody who does not know the secret', () =>
    assert.is(check({ now: 0, secret: 'another' }), 'wrong'));

  test('a timestamp that is no number is wrong, though it was signed', () => {
    for (const timestamp of ['', 'now', '-1', '1e9', ' 1', '0x10', `${SECONDS}.5`, '9'.repeat(13), '１'])
      assert.is(check({ timestamp, signature: hmac(BODY + timestamp) }), 'wrong', timestamp);
  });

  test('signatures of another length, and what is no hex, are wrong', () => {
    const signature = hmac(BODY + SECONDS);
    for (const other of [
      ...['', signature.slice(1), `${signature}0`, signature.slice(0, 32), `sha1=${signature}`, 'sha256='],
      ...[signature.replace(/^./, 'g'), Buffer.from(signature, 'hex').toString('base64'), 'x'.repeat(10_000)],
    ])
      assert.is(check({ signature: other }), 'wrong', other);
  });

  test('an empty secret proves nothing', () =>
    assert.is(check({ secret: '', signature: hmac(BODY + SECONDS, '') }), 'wrong'));

  test('an empty body can be signed', () =>
    assert.is(check({ body: new Uint8Array(), signature: hmac(SECONDS) }), 'good'));

  test('a signed request cannot be sent again with its timestamp as part of the body, for that is no JSON', () => {
    const body = Buffer.from(BODY + SECONDS);
    assert.is(check({ body, timestamp: null, now: NOW * 2 }), 'good');
    assert.throws(() => JSON.parse(body.toString()) as unknown);
  });
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const at = bit >> 3;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
  return bytes;
}
