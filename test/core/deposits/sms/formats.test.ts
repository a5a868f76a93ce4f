import * as assert from 'uvu/assert';
import { suite } from '../../../support/suite.ts';
import { inKorea, parsed } from './sample.ts';

/** What varies from message to message. */
interface Filling {
  readonly name: string;
  readonly amount: string;
  readonly balance: string;
}

interface Format {
  readonly bank: string | null;
  readonly account: string | null;
  readonly method?: string;
  /** Null for a message without a date. */
  readonly mdhm?: string | null;
  /** The message prints a balance, and not in stars. */
  readonly hasBalance: boolean;
  readonly text: (filling: Filling) => string;
}

const WHEN = '11-03 09:21';

/** BANK-SMS.md, Shapes: numbers and dates are invented. */
const FORMATS: Readonly<Record<string, Format>> = {
  국민: {
    ...{ bank: '국민', account: '482910**551', method: '오픈뱅킹', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `[Web발신]\n[KB]11/03 09:21\n482910**551\n${name}\n오픈뱅킹입금\n${amount}\n잔액${balance}`,
  },
  '국민 without balance': {
    ...{ bank: '국민', account: '482910**551', hasBalance: false },
    text: ({ name, amount }) => `[KB]11/03 09:21\n482910**551\n${name}\n입금\n${amount}`,
  },
  '국민 by push': {
    ...{ bank: null, account: '482910-**-***551', method: 'FBS', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `입금 ${amount}원\n이*롬님 11/03 09:21 482910-**-***551 ${name} FBS입금 ${amount} 잔액${balance}`,
  },
  신한: {
    ...{ bank: '신한', account: '110-321-009988', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `[Web발신]\n신한11/03 09:21\n110-321-009988\n입금     ${amount}\n잔액    ${balance}\n ${name}`,
  },
  '신한 as it was': {
    ...{ bank: '신한', account: '110-***-009988', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `[신한은행] 11/03\n09:21:44.10\n[110-***-009988]\n입금 ${amount}원\n${name}\n잔액 ${balance}원`,
  },
  농협: {
    ...{ bank: '농협', account: '352-****-8877-13', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `농협 입금${amount}원\n11/03 09:21 352-****-8877-13 ${name} 잔액${balance}원`,
  },
  '농협 without balance': {
    ...{ bank: '농협', account: '352-****-8877-13', hasBalance: false },
    text: ({ name, amount }) => `[Web발신]\n농협 입금${amount}원\n11/03 09:21 352-****-8877-13 ${name}`,
  },
  우리: {
    ...{ bank: '우리', account: '*887712', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `[Web발신]\n우리 11/03 09:21\n*887712\n입금 ${amount}원\n${name}\n잔액 ${balance}원`,
  },
  '우리 by push': {
    ...{ bank: null, account: '110***계좌', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `[입금]\n${name} ${amount}원 110***계좌 잔액 ${balance}원 11/03 09:21:00`,
  },
  하나: {
    ...{ bank: '하나', account: '255******44321', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `[Web발신]\n하나,11/03, 09:21\n255******44321\n입금${amount}원\n${name}\n잔액${balance}원`,
  },
  '하나 with labels': {
    ...{ bank: null, account: '255******44321', hasBalance: false },
    text: ({ name, amount }) => `일시 11/03, 09:21\n입금 ${amount}원\n계좌번호 255******44321\n적요 ${name}`,
  },
  기업: {
    ...{ bank: '기업', account: '452***38801011', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `2026/11/03 09:21\n입금 ${amount}원\n잔액 ${balance}원\n${name}\n452***38801011\n기업`,
  },
  카카오뱅크: {
    ...{ bank: '카카오뱅크', account: '(3823)', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `[카카오뱅크]\n정*온(3823)\n11/03 09:21\n입금 ${amount}원\n${name}\n잔액 ${balance}원`,
  },
  '카카오뱅크 by push': {
    ...{ bank: null, account: '(3823)', mdhm: null, hasBalance: false },
    text: ({ name, amount }) => `입금 ${amount}원\n${name} → 내 입출금통장(3823)`,
  },
  토스뱅크: {
    ...{ bank: '토스뱅크', account: null, mdhm: null, hasBalance: false },
    text: ({ name, amount }) => `${amount}원 입금\n${name} → 내 토스뱅크 통장`,
  },
  '토스뱅크 with a bar': {
    ...{ bank: '토스뱅크', account: null, mdhm: null, hasBalance: true },
    text: ({ name, amount, balance }) => `${amount}원 입금\n토스뱅크 | ${name}\n잔액 ${balance}원`,
  },
  케이뱅크: {
    ...{ bank: '케이뱅크', account: '(0276)', mdhm: null, hasBalance: false },
    text: ({ name, amount }) => `[케이뱅크]\n정다*(0276)\n입금 ${amount}원\n잔액 ****원\n${name}`,
  },
  새마을금고: {
    ...{ bank: '새마을금고', account: '900318**2', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `<새마을금고>900318**2 ${name} 입금${amount} 잔액${balance}원 11/03 09:21`,
  },
  우체국: {
    ...{ bank: '우체국', account: '110******246', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `우체국,11/03 09:21\n110******246\n입금 ${amount}원\n잔액 ${balance}원\n${name}`,
  },
  신협: {
    ...{ bank: '신협', account: '132*****2222', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `신협132*****2222 11/03 09:21 입금 ${amount}원 ${name} 잔액${balance}원`,
  },
  부산: {
    ...{ bank: '부산', account: '101209036***3', hasBalance: true },
    text: ({ name, amount, balance }) => `부산11/03 09:21 101209036***3 ${name} 입금${amount} 잔액${balance}`,
  },
  iM뱅크: {
    ...{ bank: 'iM뱅크(대구)', account: '50813*03093', hasBalance: true },
    text: ({ name, amount, balance }) =>
      `iM뱅크 11/03 09:21\n50813*03093\n입금 ${amount}\n잔액 ${balance}\n${name}`,
  },
  한국투자: {
    ...{
      bank: '한국투자증권',
      account: '43****82-01',
      method: '이체',
      mdhm: '11-20 09:21',
      hasBalance: true,
    },
    text: ({ name, amount, balance }) =>
      `[한국투자]09:21\n43****82-01\n이체입금\n${amount}원\n(잔액${balance})\n${name}`,
  },
};

const NAMES = [
  ...['정다온', '남궁 혁', '가', '원빈', '천우희', '박현수', '이자영', '최만원', '나예금', '홍대리님'],
  ...[
    '김입금',
    '입금왕',
    '출금왕',
    '김출금',
    '김잔액',
    '잔액왕',
    '잔다르크상사',
    '지자체세입금',
    '한이체',
    '김예정',
    '한승인',
  ],
  ...[
    '강신한',
    '우리건설',
    '국민연금공단',
    '우리은행',
    '하나은행 정다온',
    '기업사랑',
    '토스 정다온',
    '토뱅정다온',
  ],
  ...['5016', '14510', '01012345678', '010-1234-5678', '주노9013', '2024가합1012', 'GS25역삼', '7'],
  ...['(주)한빛물산', '㈜한빛물산', '주)한빛코퍼', '(주)한빛(통신', '홍원우(경동나비엔용', '정다온(대리)'],
  ...['088-정다온(', '020-정다온', 'KIM MINSU', 'A&B미디어', '네이버_LGU+', 'NH17576386', 'KB12345678'],
  ...[
    '체크할인캐시백',
    '맥도날드환불',
    '삼성카드',
    '카드깡',
    '전자금융사',
    '현금부자',
    '정다온*',
    '정*온',
    '洪吉童',
  ],
];

/** Here the name would be read as a word of the bank, or as the amount: such a message is left to a person. */
const CONTRADICTED: Readonly<Record<string, readonly string[]>> = {
  '우리 by push': [
    '김출금',
    '김잔액',
    '5016',
    '14510',
    '01012345678',
    '010-1234-5678',
    '7',
    '088-정다온(',
    '020-정다온',
  ],
};

const FILLINGS: readonly Omit<Filling, 'name'>[] = [
  { amount: '1,250,000', balance: '3,000,120' },
  { amount: '500', balance: '0' },
  { amount: '2,147,483,648', balance: '9,876,543,210' },
  { amount: '33,000', balance: '-1,000' },
];

const wonOf = (text: string): number => Number(text.replaceAll(',', ''));

suite('formats of banks', (test) => {
  for (const [title, format] of Object.entries(FORMATS)) {
    const check = (filling: Filling, change: (text: string) => string): void => {
      const text = change(format.text(filling));
      const [message, ...more] = parsed(text);
      assert.ok(message && more.length === 0, `not read: ${JSON.stringify(text)}`);
      const { direction, amount, balance, depositor, accountMask, bank, method, occurredAt } = message;
      assert.equal(
        { direction, amount, balance, depositor, accountMask, bank, method },
        {
          direction: 'in',
          amount: wonOf(filling.amount),
          balance: format.hasBalance ? wonOf(filling.balance) : null,
          depositor: filling.name,
          accountMask: format.account,
          bank: format.bank,
          method: format.method ?? null,
        },
        JSON.stringify(text),
      );
      const mdhm = occurredAt === null ? null : inKorea(occurredAt).mdhm;
      assert.is(mdhm, format.mdhm === undefined ? WHEN : format.mdhm);
    };

    const contradicted = CONTRADICTED[title] ?? [];
    test(`${title}: every name is read, on lines and on one line`, () => {
      for (const name of NAMES.filter((one) => !contradicted.includes(one)))
        for (const change of [(text: string) => text, (text: string) => text.replaceAll('\n', ' ')])
          check({ name, amount: '1,250,000', balance: '3,000,120' }, change);
    });

    for (const name of contradicted)
      test(`${title}: ${name} is not read`, () => {
        assert.equal(parsed(format.text({ name, amount: '1,250,000', balance: '3,000,120' })), []);
      });

    test(`${title}: every amount and balance is read`, () => {
      for (const filling of FILLINGS) check({ name: '정다온', ...filling }, (text) => text);
    });

    test(`${title}: 출금 is a withdrawal and 입금취소 is nothing`, () => {
      const text = format.text({ name: '정다온', amount: '1,250,000', balance: '3,000,120' });
      const out = text.replaceAll('입금', '출금').replace(/정다온 → (내 .*)/, '$1 → 정다온');
      assert.is(parsed(out.replace('내 출출금통장', '내 입출금통장'))[0]?.direction, 'out');
      assert.equal(parsed(text.replaceAll('입금', '입금취소')), []);
      assert.equal(parsed(text.replaceAll('입금', '입금예정')), []);
      assert.equal(parsed(text.replaceAll('1,250,000', '1,,250')), []);
      assert.equal(parsed(text.replaceAll('1,250,000', '1250.50')), []);
      assert.equal(parsed(text.replaceAll('1,250,000', 'USD 100.00')), []);
      assert.equal(parsed(text.replaceAll('1,250,000', '0')), []);
    });
  }
});
