import * as assert from 'uvu/assert';
import {
  addressOf,
  type BuyerEntry,
  type BuyerProblems,
  checkBuyer,
  customerOf,
  entryOf,
  instalmentsOf,
  knownEntry,
  phoneOf,
} from '../../../adapters/http/session-page/buyer-form.ts';
import { NOBODY, type PaymentMethod } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

const GOOD: BuyerEntry = {
  method: 'card',
  instalments: '',
  name: '홍길동',
  email: 'gildong@example.com',
  phone: '010-1234-5678',
  postcode: '06236',
  address: '서울 강남구 테헤란로 152',
  detail: '101호',
  agree: true,
  coupon: '',
};

const METHODS: readonly PaymentMethod[] = ['card', 'kakao_pay'];
const ASKED = { amount: 50_000, currency: 'KRW', needsShipping: true, methods: METHODS };

const PHONES: readonly (readonly [string, string | null])[] = [
  ['010-1234-5678', '010-1234-5678'],
  ['01012345678', '010-1234-5678'],
  ['010 1234 5678', '010-1234-5678'],
  ['010.1234.5678', '010-1234-5678'],
  ['０１０１２３４５６７８', '010-1234-5678'],
  ['011-234-5678', '011-234-5678'],
  ['+82-10-1234-5678', '010-1234-5678'],
  ['+82 010 1234 5678', '010-1234-5678'],
  ['+82 (0)10-1234-5678', '010-1234-5678'],
  ['0082 10 1234 5678', '010-1234-5678'],
  ['+1 (415) 555-0123', '+14155550123'],
  ['010-123-456', null],
  ['010-12345-6789', null],
  ['02-123-4567', null],
  ['+82-2-123-4567', null],
  ['1234', null],
  ['+0123456789', null],
  ['전화번호', null],
  ['010-1234-5678<script>', null],
];

const WRONG: readonly (readonly [Partial<BuyerEntry>, BuyerProblems])[] = [
  [{}, {}],
  [{ name: '' }, { name: 'missing' }],
  [{ name: '가'.repeat(101) }, { name: 'too_long' }],
  [{ email: '' }, {}],
  [{ email: 'gildong' }, { email: 'malformed' }],
  [{ email: 'a@b' }, { email: 'malformed' }],
  [{ email: 'a b@example.com' }, { email: 'malformed' }],
  [{ email: '<a>@example.com' }, { email: 'malformed' }],
  [{ email: `${'a'.repeat(250)}@example.com` }, { email: 'too_long' }],
  [{ phone: '' }, { phone: 'missing' }],
  [{ phone: '02-123-4567' }, { phone: 'malformed' }],
  [{ postcode: '' }, { postcode: 'missing' }],
  [{ postcode: '123-456' }, { postcode: 'malformed' }],
  [{ postcode: '1234' }, { postcode: 'malformed' }],
  [{ address: '' }, { address: 'missing' }],
  [{ detail: '' }, {}],
  [{ detail: '가'.repeat(101) }, { detail: 'too_long' }],
  [{ method: '' }, { method: 'missing' }],
  [{ method: 'naver_pay' }, { method: 'missing' }],
  [{ method: 'constructor' }, { method: 'missing' }],
  [{ instalments: '12' }, {}],
  [{ instalments: '13' }, { instalments: 'malformed' }],
  [{ instalments: '1' }, { instalments: 'malformed' }],
  [{ instalments: '3.5' }, { instalments: 'malformed' }],
  [{ instalments: 'three' }, { instalments: 'malformed' }],
  [{ method: 'kakao_pay', instalments: '3' }, {}],
  [{ agree: false }, { agree: 'missing' }],
];

suite('what a buyer types', (test) => {
  for (const [typed, phone] of PHONES)
    test(`"${typed}" is ${phone === null ? 'no phone number' : `the number ${phone}`}`, () => {
      assert.is(phoneOf(typed), phone);
    });

  for (const [change, problems] of WRONG)
    test(`${JSON.stringify(change).slice(0, 60)} has ${JSON.stringify(problems)}`, () => {
      assert.equal(checkBuyer({ ...GOOD, ...change }, ASKED), problems);
    });

  test('an address is asked for only where something is sent', () => {
    const entry = { ...GOOD, postcode: '', address: '' };
    assert.equal(checkBuyer(entry, { ...ASKED, needsShipping: false }), {});
  });

  test('nothing to pay needs no method', () => {
    assert.equal(checkBuyer({ ...GOOD, method: '' }, { ...ASKED, amount: 0, methods: [] }), {});
  });

  test('instalments below ₩50,000 and in dollars are refused, and are none with other methods', () => {
    const entry = { ...GOOD, instalments: '3' };
    assert.equal(checkBuyer(entry, { ...ASKED, amount: 49_999 }), { instalments: 'malformed' });
    assert.equal(checkBuyer(entry, { ...ASKED, currency: 'USD' }), { instalments: 'malformed' });
    assert.is(instalmentsOf(entry, 'card'), 3);
    assert.is(instalmentsOf(entry, 'kakao_pay'), null);
  });

  test('a form is read without line breaks, control characters and spaces around', () => {
    const form = new URLSearchParams({ name: '  홍\r\n길동\u0000 ', address_detail: '1\t2', agree: 'on' });
    const { name, detail, agree, method } = entryOf(form);
    assert.equal(
      { name, detail, agree, method },
      { name: '홍 길동', detail: '1 2', agree: false, method: '' },
    );
  });

  test('a form is read without the characters that turn the direction of what stands beside them', () => {
    const turned = ['\u061C', '\u200E', '\u200F', '\u202A', '\u202E', '\u2066', '\u2069'].join('');
    const form = new URLSearchParams({
      name: `홍${turned}길동\u202E`,
      address: `\u2067서울 \u202D강남`,
      coupon: '\u200FX',
    });
    const { name, address, coupon } = entryOf(form);
    assert.equal({ name, address, coupon }, { name: '홍길동', address: '서울 강남', coupon: 'X' });
  });

  test('only what is right is kept, and a number that the shop has written stays as it is', () => {
    const was = { ...NOBODY, phone: '+82-10-1234-5678', email: 'old@example.com' };
    assert.equal(customerOf({ ...GOOD, email: 'nonsense', name: '' }, was), { phone: '+82-10-1234-5678' });
    assert.equal(customerOf({ ...GOOD, phone: '01099998888' }, was), {
      name: '홍길동',
      email: 'gildong@example.com',
      phone: '010-9999-8888',
    });
  });

  test('an address is kept only as a whole', () => {
    assert.equal(addressOf(GOOD), {
      postcode: '06236',
      address: '서울 강남구 테헤란로 152',
      detail: '101호',
    });
    assert.is(addressOf({ ...GOOD, postcode: '0623' }), undefined);
    assert.is(addressOf({ ...GOOD, address: '' }), undefined);
  });

  test('the form begins with what is known of the buyer, and without his consent', () => {
    const customer = { ...NOBODY, name: '홍길동', phone: '+82-10-1234-5678' };
    const entry = knownEntry(
      { customer, shippingAddress: null },
      { method: 'kakao_pay', instalmentMonths: null },
    );
    assert.is(entry.name, '홍길동');
    assert.is(entry.method, 'kakao_pay');
    assert.not(entry.agree);
    assert.equal(checkBuyer({ ...entry, agree: true }, { ...ASKED, needsShipping: false }), {});
  });
});
