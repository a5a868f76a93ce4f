import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type AccountDigits, chooseAccount, fitsMask } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

suite('masks of account numbers', (test) => {
  type Fit = 'strong' | 'weak' | null;
  const rows: readonly (readonly [bank: string, mask: string, digits: string, fit: Fit])[] = [
    ['국민', '606401**772', '60640112772', 'strong'],
    ['국민', '606401**772', '60640112345772', 'weak'],
    ['국민', '606401**772', '60640212772', null],
    ['국민', '110-***-000000', '110123000000', 'strong'],
    ['신한', '100-036-000773', '100036000773', 'strong'],
    ['신한', '100-036-000773', '1000360007731', null],
    ['농협', '352-****-1275-13', '3521234127513', 'strong'],
    ['농협', '352-****-1275-13', '3521234127514', null],
    ['우리', '*420576', '1002123420576', 'weak'],
    ['우리', '*420576', '420576', null],
    ['우리', '1002***123456', '1002999123456', 'strong'],
    ['우리', '3450*01', '345012345601', 'weak'],
    ['우리', '3450*01', '3450901', 'strong'],
    ['하나', '255******31304', '25512345631304', 'strong'],
    ['기업', '452***38801011', '45212338801011', 'strong'],
    ['카카오뱅크', '(1234)', '3333011111234', 'weak'],
    ['케이뱅크', '(0276)', '100123450277', null],
    ['새마을금고', '382710**5', '382710995', 'strong'],
    ['새마을금고', '382710**5', '9002123827105', null],
    ['우체국', '110******246', '110123456246', 'strong'],
    ['신협', '132*****2222', '132123452222', 'strong'],
    ['부산', '101209036***3', '1012090361233', 'strong'],
    ['iM뱅크', '50813*03093', '50813103093', 'strong'],
    ['한국투자', '43****82-01', '4312348201', 'strong'],
    ['한국투자', '64710100000701', '64710100000701', 'strong'],
    ['IBK', '123-******-01-011', '12312345601011', 'strong'],
    ['국민', '941602-**-***318', '94160212345318', 'strong'],
    ['국민', '941602-**-***318', '9416021234318', 'weak'],
    ['without a head', '**34**', '123456', 'strong'],
    ['without a head', '**34**', '12345678', 'weak'],
    ['without a head', '**34*', '1234', null],
    ['two hidden runs', '12*45*78', '12345678', 'strong'],
    ['two hidden runs', '12*45*78', '12459978', null],
    ['hidden runs of the right length elsewhere', '12**45*78', '129459978', null],
    ['two hidden runs', '12*45*78', '1299459978', 'weak'],
    ['two hidden runs', '12*45*78', '129954978', null],
    ['runs that touch', '12**34*78', '12349978', null],
    ['runs that overlap', '123*345', '12345', null],
    ['runs that overlap', '12*12*12', '121212', null],
    ['a run that only touches', '12*345', '12345', null],
    ['nothing seen', '****', '1234', null],
    ['hardly anything seen', '***4', '1234', null],
    ['hardly anything seen', '(4)', '1234', null],
    ['no mask', '000***계좌', '000123', null],
    ['no mask', '', '', null],
    ['more than any account has', `11${'*'.repeat(62)}99`, '1155555', null],
    ['no mask', '()', '1234', null],
    ['wide stars', '１１０＊＊＊４５６', '110123456', 'strong'],
  ];
  for (const [bank, mask, digits, fit] of rows)
    test(`${bank}: ${mask} is ${fit ?? 'no'} fit for ${digits}`, () => {
      assert.is(fitsMask(mask, digits), fit);
    });

  const account = fc.stringMatching(/^[0-9]{8,16}$/);
  /** A number, and from where to where it is hidden; two digits at least are seen. */
  const hidden = account.chain((digits) =>
    fc
      .record({ digits: fc.constant(digits), from: fc.integer({ min: 0, max: digits.length - 3 }) })
      .chain((seen) =>
        fc.record({
          digits: fc.constant(digits),
          from: fc.constant(seen.from),
          to: fc.integer({ min: seen.from + 1, max: digits.length - Math.max(0, 2 - seen.from) }),
        }),
      ),
  );

  test('every mask of a number fits it, strongly with a star for each digit', () => {
    fc.assert(
      fc.property(hidden, fc.integer({ min: 1, max: 20 }), ({ digits, from, to }, stars) => {
        const mask = (count: number): string => digits.slice(0, from) + '*'.repeat(count) + digits.slice(to);
        assert.is(fitsMask(mask(to - from), digits), 'strong');
        assert.is(fitsMask(mask(stars), digits), stars === to - from ? 'strong' : 'weak');
      }),
    );
  });

  test('a mask with one other digit does not fit', () => {
    fc.assert(
      fc.property(
        hidden,
        fc.nat(15),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(12),
        ({ digits, from, to }, at, by, more) => {
          const seen = [...digits.slice(0, from), ...digits.slice(to)];
          const changed = at % seen.length;
          seen[changed] = String((Number(seen[changed]) + by) % 10);
          const mask = seen.slice(0, from).join('') + '*'.repeat(1 + more) + seen.slice(from).join('');
          assert.is(fitsMask(mask, digits), null);
        },
      ),
    );
  });

  test('any number of hidden runs fits, and dashes do not matter', () => {
    const hides = fc.array(fc.boolean(), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(account, hides, (digits, hide) => {
        const mask = [...digits].map((digit, at) => (hide[at] ? '*' : digit)).join('');
        fc.pre(mask.replaceAll('*', '').length >= 2);
        assert.is(fitsMask(mask, digits), 'strong');
        assert.is(fitsMask(`${mask.slice(0, 4)}-${mask.slice(4)} `, digits), 'strong');
        if (mask.includes('*')) assert.is(fitsMask(mask.replaceAll('*', '***'), digits), 'weak');
      }),
    );
  });

  test('any text is answered within 5 ms', () => {
    for (const piece of ['*', '1*', '1', '(', '-', ' ', '가']) {
      const mask = piece.repeat(4096 / piece.length);
      const once = (): number => {
        const from = performance.now();
        fitsMask(mask, '1'.repeat(20));
        return performance.now() - from;
      };
      assert.ok(Math.min(...Array.from({ length: 10 }, once)) < 5);
    }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        account,
        (mask, digits) => fitsMask(mask, digits) !== undefined,
      ),
    );
  });
});

suite('which account a message means', (test) => {
  const KB: AccountDigits = { id: 1, bankCode: '004', digits: '60640112772' };
  const KAKAO: AccountDigits = { id: 2, bankCode: '090', digits: '3333011111234' };
  const WOORI: AccountDigits = { id: 3, bankCode: '020', digits: '1002123420576' };
  const ALL = [KB, KAKAO, WOORI];
  const known = { allowNoMask: false };
  const choose = (mask: string | null, bankCode: string | null, accounts: readonly AccountDigits[] = ALL) =>
    chooseAccount({ mask, bankCode }, accounts, known);

  test('the one that the mask fits', () => {
    assert.equal(choose('606401**772', '004'), { kind: 'one', id: 1 });
    assert.equal(choose('606401**772', null), { kind: 'one', id: 1 });
    assert.equal(choose('606401**773', '004'), { kind: 'none' });
  });

  test('none of another bank than the message names', () => {
    assert.equal(choose('606401**772', '088'), { kind: 'none' });
  });

  test('the end of a number tells an account only with its bank', () => {
    assert.equal(choose('(1234)', '090'), { kind: 'one', id: 2 });
    assert.equal(choose('(1234)', null), { kind: 'none' });
    assert.equal(choose('*420576', '020'), { kind: 'one', id: 3 });
    assert.equal(choose('*420576', null), { kind: 'none' });
  });

  test('a strong fit beats weak ones', () => {
    const longer = { ...KB, id: 9, digits: '6064011234772' };
    assert.equal(choose('606401**772', '004', [longer, KB]), { kind: 'one', id: 1 });
    assert.equal(choose('606401**772', '004', [longer]), { kind: 'one', id: 9 });
  });

  test('two that fit alike are several, as is one number that two have registered', () => {
    assert.equal(choose('606401**772', '004', [KB, { ...KB, id: 9 }]), { kind: 'several' });
    const other = { ...KAKAO, id: 9, digits: '3333022221234' };
    assert.equal(choose('(1234)', '090', [KAKAO, other]), { kind: 'several' });
  });

  test('농협 and 수협 do not say which of theirs they are', () => {
    const local = { id: 4, bankCode: '012', digits: '3521234127513' };
    assert.equal(choose('352-****-1275-13', '011', [local]), { kind: 'one', id: 4 });
    assert.equal(choose('352-****-1275-13', '007', [{ ...local, bankCode: '030' }]), { kind: 'one', id: 4 });
    assert.equal(choose('352-****-1275-13', '004', [local]), { kind: 'none' });
  });

  test('without a mask it is the only account of the bank, of a known phone', () => {
    const own = { allowNoMask: true };
    const told = { mask: null, bankCode: '090' };
    assert.equal(chooseAccount(told, ALL, own), { kind: 'one', id: 2 });
    assert.equal(chooseAccount(told, ALL, known), { kind: 'none' });
    assert.equal(chooseAccount(told, [KB], own), { kind: 'none' });
    assert.equal(chooseAccount(told, [KAKAO, { ...KAKAO, id: 9 }], own), { kind: 'several' });
    assert.equal(chooseAccount({ mask: null, bankCode: null }, [KAKAO], own), { kind: 'none' });
  });

  test('a mask that is none fits no account, though there is only one', () => {
    assert.equal(chooseAccount({ mask: '000***계좌', bankCode: '090' }, [KAKAO], { allowNoMask: true }), {
      kind: 'none',
    });
  });
});
