import * as assert from 'uvu/assert';
import { blockedAddress, urlRefusal } from '../../../adapters/webhooks/url-guard.ts';
import { suite } from '../../support/suite.ts';

const NOT_PUBLIC = 'the address is private, reserved or local';

/** Everything that must never be called, in the spellings that get past a naive check. */
const LOCAL_HOSTS = [
  ['127.0.0.1', '127.1', '0x7f.1', '0x7f000001', '2130706433', '017700000001', '①②⑦.⓪.⓪.①', '127.0.0.1.'],
  ['%31%32%37.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::7f00:1]', '[0:0:0:0:0:0:0:1]'],
  ['localhost', 'LOCALHOST', 'localhost.', 'foo.localhost', 'metadata.google.internal', 'printer.local'],
  ['169.254.169.254', '[fd00:ec2::254]', '168.63.129.16', '100.100.100.200', '[fe80::1]', '[fec0::1]'],
  ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1', '0.0.0.0', '0', '[::]'],
  ['[64:ff9b::7f00:1]', '[64:ff9b::8.8.8.8]', '[2002:7f00:1::]', '[2001:0:7f00:1::]', '[fc00::1]'],
  ['224.0.0.1', '[ff02::1]', '240.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.2.1', '[2001:db8::1]'],
].flat();

const PUBLIC_HOSTS = [
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '[2606:4700::1111]',
  '[2400:cb00::1]',
];

const never = () => Promise.reject(new Error('this name must not be looked up'));
const strict = { allowPrivate: false, lookup: never };

suite('webhook URL guard', (test) => {
  test('every spelling of a local, private or reserved host is refused', async () => {
    for (const host of LOCAL_HOSTS)
      assert.is(await urlRefusal(`https://${host}/x`, strict), NOT_PUBLIC, host);
  });

  test('public addresses are allowed', async () => {
    for (const host of PUBLIC_HOSTS) assert.is(await urlRefusal(`https://${host}/x`, strict), null, host);
  });

  test('only http and https are spoken', async () => {
    for (const url of [
      'file:///etc/passwd',
      'gopher://8.8.8.8/',
      'ftp://8.8.8.8/',
      'javascript:1',
      'data:,x',
    ])
      assert.is(await urlRefusal(url, strict), 'the scheme must be https or http', url);
    for (const url of ['', 'hooks', '//8.8.8.8/', 'http://', 'http://[::1', 'http://1.2.3.4.5.6:99999/'])
      assert.is(await urlRefusal(url, strict), 'not a URL', url);
  });

  test('user names and passwords in a URL are refused', async () => {
    for (const url of ['https://a@8.8.8.8/', 'https://a:b@8.8.8.8/', 'https://8.8.8.8%40x@8.8.4.4/'])
      assert.is(await urlRefusal(url, strict), 'user name and password are not allowed', url);
  });

  test('ports of other services are refused, web ports are not', async () => {
    for (const port of [0, 22, 25, 465, 3306, 5432, 6379, 6667])
      assert.is(await urlRefusal(`http://8.8.8.8:${port}/`, strict), `port ${port} is not allowed`);
    for (const port of [80, 443, 3000, 8080, 8443, 60000])
      assert.is(await urlRefusal(`http://8.8.8.8:${port}/`, strict), null, String(port));
  });

  test('one blocked address among the addresses of a name refuses it', async () => {
    const answers = [
      ['8.8.8.8', '10.0.0.1'],
      ['8.8.8.8', '::1'],
      ['2606:4700::1111', '127.0.0.1'],
      ['::ffff:7f00:1'],
    ];
    for (const addresses of answers) {
      const lookup = () => Promise.resolve(addresses);
      const refusal = await urlRefusal('https://hooks.example.com/', { allowPrivate: false, lookup });
      assert.is(refusal, NOT_PUBLIC, addresses.join());
    }
  });

  test('a name whose addresses are all public is allowed', async () => {
    const asked: string[] = [];
    const lookup = (name: string) => (asked.push(name), Promise.resolve(['8.8.8.8', '2606:4700::1111']));
    assert.is(await urlRefusal('https://상점.example/', { allowPrivate: false, lookup }), null);
    assert.equal(asked, ['xn--hg4bs7k.example']);
  });

  test('a name that does not resolve, or not soon, is allowed to be registered', async () => {
    assert.is(await urlRefusal('https://later.example/', strict), null);
    const silent = () => new Promise<never>(() => undefined);
    assert.is(await urlRefusal('https://slow.example/', { allowPrivate: false, lookup: silent }), null);
  });

  test('with private addresses allowed only the checks of addresses are off', async () => {
    const open = { allowPrivate: true, lookup: never };
    for (const host of LOCAL_HOSTS) assert.is(await urlRefusal(`http://${host}/`, open), null, host);
    assert.is(await urlRefusal('file:///etc/passwd', open), 'the scheme must be https or http');
    assert.is(await urlRefusal('http://127.0.0.1:22/', open), 'port 22 is not allowed');
    assert.is(await urlRefusal('http://a:b@127.0.0.1/', open), 'user name and password are not allowed');
  });

  test('what is no IP address counts as blocked', () => {
    for (const text of ['', 'localhost', '127.1', '[::1]', '8.8.8.8.8', 'fe80::1%eth0'])
      assert.is(blockedAddress(text), true, text);
  });
});
