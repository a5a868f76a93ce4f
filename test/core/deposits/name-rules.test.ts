import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  containsName,
  NAME_KEY_MAX,
  nameKey,
  nameLevel,
  nearName,
  prefixName,
  readName,
  sameName,
} from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

suite('the key of a name', (test) => {
  const keys: Readonly<Record<string, string>> = {
    홍길동: '홍길동',
    '홍 길동': '홍길동',
    '홍\u3000길\u200b동': '홍길동',
    홍길동님: '홍길동',
    해님: '해님',
    'ACME Inc': 'acmeinc',
    ＡＢＣ상사: 'abc상사',
    'A&B미디어': 'a&b미디어',
    '2606국민': '2606국민',
    '２６０６국민': '2606국민',
    '(주)패러블엔터테인먼트': '패러블엔터테인먼트',
    '㈜시프트업': '시프트업',
    '주식회사 넥스': '넥스',
    넥스주식회사: '넥스',
    '유한회사 넥스': '넥스',
    '주)에이치케이코퍼': '에이치케이코퍼',
    '대성건설(주)': '대성건설',
    '대성건설(주': '대성건설',
    '088-김철수': '김철수',
    '088-조휘우(': '조휘우',
    '088-(주)재호': '재호',
    '010-1234-5678': '010-1234-5678',
    '홍원우(경동나비엔용': '홍원우',
    '홍길동(생활비)': '홍길동(생활비)',
    '(홍길동': '홍길동',
    '홍길동*': '홍길동',
    '홍길동***': '홍길동',
    토스박선영: '박선영',
    '토스 홍길동': '홍길동',
    '토스\u3000홍길동': '홍길동',
    토뱅김하늘: '김하늘',
    카뱅이산: '이산',
    홍길동카뱅: '홍길동',
    '하나은행 이신우': '이신우',
    '홍길동 국민은행': '홍길동',
    카카오뱅크홍길동: '홍길동',
    '토스(주)홍길동': '홍길동',
    '새마을금 시명우': '시명우',
    '농협 김철수': '김철수',
  };
  for (const [name, key] of Object.entries(keys))
    test(`${name} is ${key}`, () => {
      assert.is(nameKey(name), key);
    });

  const whole = [
    ...['강신한', '우리건설', '국민연금공단', '김입금', '출금왕', '잔다르크상사', '5016', '14510'],
    ...['토스', '토스뱅크', '토스페이먼츠', '카카오뱅크', '우리은행', '농협은행', '국민', '하나'],
    ...[
      '국민은행노조',
      '김토스',
      '이수협',
      '우체국쇼핑',
      '농협하나로마트',
      '서산농협',
      '전주우체국',
      '새마을금고',
      '님',
      '주',
    ],
  ];
  for (const name of whole)
    test(`${name} is a whole name`, () => {
      assert.is(nameKey(name), name);
    });

  for (const name of ['', '   ', '***', '(주)', '주식회사', '-', '()', '\u0000\u200b', '\ud800'])
    test(`nothing is left of ${JSON.stringify(name)}`, () => {
      assert.is(nameKey(name), '');
    });

  test('a key of anything is its own key, and fits its column', () => {
    const parts = fc.constantFrom(
      ...['(주)', '㈜', '주식회사', '주)', '님', '토스', '토뱅', '국민은행', '088-', '홍길동', '김', '농협 '],
      ...[
        '(',
        ')',
        '*',
        ' ',
        '\ud83d',
        '\ude00',
        'ᄀ',
        'ᅡ',
        'ᆨ',
        'İ',
        'Σ',
        'ﷺ',
        'ß',
        '\u0345',
        'x'.repeat(99),
      ],
    );
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(parts, { maxLength: 20 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(names, (name) => {
        const key = nameKey(name);
        assert.is(nameKey(key), key);
        assert.ok(key.length <= NAME_KEY_MAX && !/\s/u.test(key) && !/\p{Cs}/u.test(key));
      }),
      { numRuns: 2000 },
    );
  });
});

suite('comparing two names', (test) => {
  type Level = 'exact' | 'prefix' | 'contains' | 'edit_distance' | null;
  const rows: readonly (readonly [told: string, asked: string, level: Level])[] = [
    ['홍길동', '홍길동', 'exact'],
    ['088-조휘우(', '조휘우', 'exact'],
    ['토뱅김하늘', '김하늘', 'exact'],
    ['(주)대성건설', '대성건설 주식회사', 'exact'],
    ['acme inc', 'ACME INC', 'exact'],
    ['5016', '5016', 'exact'],
    ['대연이엔지주식회', '대연이엔지주식회사', 'prefix'],
    ['패러블엔터테', '(주)패러블엔터테인먼트', 'prefix'],
    ['홍원우(경동나비엔용', '홍원우(경동나비엔용인점)', 'prefix'],
    ['홍길', '홍길동', 'prefix'],
    ['홍길동', '홍길', 'prefix'],
    ['ACME', 'Acme Korea', 'prefix'],
    ['주노9013', '주노', 'prefix'],
    ['홍', '홍길동', null],
    ['ACM', 'Acme Korea', null],
    ['501', '5016', null],
    ['국민홍길동', '홍길동', 'contains'],
    ['엄마홍길동', '홍길동', 'contains'],
    ['The Acme', 'acme', 'contains'],
    ['김길동', '길동', 'contains'],
    ['길', '홍길동', null],
    ['홍길동', '홍길둥', 'edit_distance'],
    ['홍갈동', '홍길동', 'edit_distance'],
    ['남궁현', '남궁민현', 'edit_distance'],
    ['smyth', 'smith', 'edit_distance'],
    ['홍길동', '홍길순이', null],
    ['이산', '이선', null],
    ['김철수', '이영희', null],
    ['주노9013', '주노9014', null],
    ['48291357', '48291358', null],
    ['홍길동', '', null],
    ['', '', null],
    ['-', '-', null],
  ];
  for (const [told, asked, level] of rows)
    test(`"${told}" and "${asked}" are ${level ?? 'two names'}`, () => {
      assert.is(nameLevel(readName(told), { key: nameKey(asked), code: '' }), level);
    });

  test('a code in the name counts more than the name', () => {
    const order = { key: nameKey('홍길동A20240001'), code: 'A20240001' };
    assert.is(nameLevel(readName('홍길동A20240001'), order), 'order_code');
  });

  test('nobody is told by no name', () => {
    assert.equal(readName(null), { key: '', codes: new Set() });
    assert.is(nameLevel(readName(null), { key: '', code: '' }), null);
  });

  test('it does not matter whose name comes first', () => {
    const key = fc.string({ unit: fc.constantFrom('가', '나', 'a', 'b', '1'), maxLength: 6 });
    fc.assert(
      fc.property(key, key, (one, other) => {
        for (const fits of [sameName, prefixName, containsName, nearName])
          assert.is(fits(one, other), fits(other, one), fits.name);
      }),
    );
  });

  test('a name is near every one that differs by one letter, and by no two', () => {
    const key = fc.string({ unit: fc.constantFrom('가', '나', '다'), minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(key, fc.nat(5), (name, seed) => {
        const at = seed % name.length;
        const [front, back] = [name.slice(0, at), name.slice(at + 1)];
        assert.ok(nearName(name, `${front}라${back}`));
        assert.ok(nearName(name, `${front}라${name.slice(at)}`));
        assert.not.ok(nearName(name, `${front}라라${name.slice(at)}`));
        assert.not.ok(nearName(name, `라${name}라`));
        assert.not.ok(nearName(name, `${front}1${back}`));
      }),
    );
  });
});
