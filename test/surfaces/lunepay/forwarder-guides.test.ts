import * as assert from 'uvu/assert';
import { forwarderGuides } from '../../../adapters/http/deposits-page/forwarder-guides.ts';
import { readForwarded } from '../../../adapters/http/surfaces/lunepay/forwarder-message.ts';
import { suite } from '../../support/suite.ts';

const URL_OF_PHONE = 'https://pay.example.com/api/v1/webhooks/bank-sms/kcd_token';
const SECRET = 'kcs_secret';
const NOW = Date.UTC(2024, 1, 12, 0, 30);
const SMS = '[Web발신]\n[KB]02/12 09:00\n123456***012\n홍길동\n입금\n14,510';

const guides = forwarderGuides({ url: URL_OF_PHONE, secret: SECRET });

/** The texts that a guide has copied, those that fit. */
function snippets(id: string, fits: RegExp): string[] {
  const guide = guides.find((one) => one.id === id);
  return (guide?.snippets ?? []).map(({ text }) => text).filter((text) => fits.test(text));
}

/** What an app sends to this address and with this body, once it has put its values in. */
function sent(contentType: string, address: string, body: string) {
  const query = Object.fromEntries(new URL(address).searchParams);
  return readForwarded({ contentType, body: Buffer.from(body), query, now: NOW });
}

const message = (more: object) => ({
  ...{ kind: 'message', text: SMS, sender: '16449999', receivedAt: null, messageId: null, deviceId: null },
  ...more,
});

suite('guides of forwarding apps', (test) => {
  test('there is one for each app, with an id of its own, and the first is recommended', () => {
    const ids = guides.map(({ id }) => id);
    assert.is(new Set(ids).size, ids.length);
    assert.ok(ids.length >= 8 && guides[0]?.recommended);
  });

  for (const guide of guides) {
    test(`${guide.id} has steps in both languages, with nothing left to fill in`, () => {
      for (const { ko, en } of [...guide.steps, ...guide.snippets.map(({ label }) => label)]) {
        assert.ok(ko.trim() && en.trim());
        assert.not.match(`${ko}${en}`, /undefined|\[object|\$\{/);
      }
      assert.ok(
        guide.steps.every(
          ({ ko, en }) => /[가-힣]/.test(ko) && !/[가-힣]/.test(en.replace('채팅+', '').replace('입금', '')),
        ),
      );
    });

    test(`${guide.id} gives the address, and the secret only where it is signed with`, () => {
      const text = guide.snippets.map((snippet) => snippet.text).join('\n');
      assert.match(text, URL_OF_PHONE);
      assert.is(text.includes(SECRET), guide.proof === 'signature' || guide.id === 'curl');
      // Steps are read aloud and photographed; secrets stand in what is copied only.
      assert.not.match(JSON.stringify(guide.steps), /kcd_|kcs_/);
    });
  }

  test('what SmsForwarder is told to send is read', () => {
    const [sms, push] = snippets('sms-forwarder', /^\{/);
    const filled = (template = '', text: string): string =>
      template
        .replace('[from]', '16449999')
        .replace('[title]', '50,000원 입금')
        .replace('[org_content]', JSON.stringify(text).slice(1, -1))
        .replace('[receive_time]', '2024-02-12 09:00:03');
    const receivedAt = Date.UTC(2024, 1, 12, 0, 0, 3);
    assert.equal(sent('application/json', URL_OF_PHONE, filled(sms, SMS)), message({ receivedAt }));
    assert.equal(
      sent('application/json', URL_OF_PHONE, filled(push, '유저 → 내 토스뱅크 통장')),
      message({ receivedAt, text: '50,000원 입금\n유저 → 내 토스뱅크 통장' }),
    );
  });

  test('what MacroDroid is told to send is read', () => {
    const [address = ''] = snippets('macrodroid', /sender=/);
    const [body = ''] = snippets('macrodroid', /^\{sms_message\}$/);
    const read = sent(
      'text/plain',
      address.replace('{sms_number}', '16449999'),
      body.replace('{sms_message}', SMS),
    );
    assert.equal(read, message({}));
  });

  test('what Tasker is told to send is read', () => {
    const [address = ''] = snippets('tasker', /sender=/);
    const [body = ''] = snippets('tasker', /^%SMSRB$/);
    const url = address.replace('%SMSRF', '16449999').replace('%TIMES', `${NOW / 1000}`);
    assert.equal(sent('text/plain', url, body.replace('%SMSRB', SMS)), message({ receivedAt: NOW }));
  });

  test('the bodies that SMS-Gate is registered with are JSON that names this address', () => {
    const commands = snippets('sms-gate', /^curl/);
    assert.is(commands.length, 3);
    for (const command of commands) {
      const body = JSON.parse(/-d '([^']+)'/.exec(command)?.[1] ?? '') as { url: string; id: string };
      assert.is(body.url, URL_OF_PHONE);
      assert.ok(body.id.length <= 36);
    }
  });
});
