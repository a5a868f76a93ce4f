import * as assert from 'uvu/assert';
import type { RefusalReason } from '../../../../core/deposits/sms/message.ts';
import { parseBankMessage } from '../../../../core/deposits/sms/parse.ts';
import { suite } from '../../../support/suite.ts';
import { parse, RECEIVED_AT } from './sample.ts';

// prettier-ignore
const ROWS: readonly (readonly [RefusalReason, string])[] = [
  ['advertisement', '(광고) 신한은행 입금하면 5,000원 드려요'],
  ['advertisement', '[Web발신]\n(광고)[국민은행] 급여이체 시 입금 5,000원 캐시백'],
  ['ambiguous', '입금 5,000원 출금 6,000원 홍길동'],
  ['ambiguous', '입금 5,000원 입금 6,000원'],
  ['ambiguous', '[KB]11/03 09:21 482910**551 정다온 입금 5,000 출금 5,000 잔액10,000'],
  ['ambiguous', '신한은행 입금 5,000원 정다온 외 3건 총 20,000원'],
  ['ambiguous', '입금 1 000 000원 정다온'],
  ['bad_amount', '[KB]11/03 09:21 482910**551 정다온 입금 1,,000 잔액10,000'],
  ['bad_amount', '[KB]11/03 09:21 482910**551 정다온 입금 1000.50 잔액10,000'],
  ['bad_amount', '[KB]11/03 09:21 482910**551 정다온 입금 10만원'],
  ['bad_amount', '입금 0원 홍길동'],
  ['bad_amount', '입금 007원 홍길동'],
  ['bad_amount', '입금 -5,000원 홍길동'],
  ['bad_amount', '입금 5,000주 정다온'],
  ['bad_amount', '코인 입금 0.5BTC'],
  ['bad_amount', '입금 1억원 정다온'],
  ['bad_amount', '입금 5천 정다온'],
  ['bad_amount', '입금 1.5만원 정다온'],
  ['canceled', '[Web발신]\n[KB]11/03 09:21\n482910**551\n정다온\n입금취소\n5,000\n잔액10,000'],
  ['canceled', '12,000원 이체가 취소되었어요'],
  ['canceled', '[KB]11/03 09:21\n482910**551\n체크카드취소입금\n5,600\n잔액10,000'],
  ['canceled', '[KB]11/03 09:21 482910**551 정다온 입금 5,000 잔액10,000 취소됨'],
  ['canceled', '정다온님이 50,000원 송금을 취소했어요'],
  ['card', '[신한카드] 승인 12,000원 일시불 11/03 09:21 스타벅스'],
  ['card', '신한카드(1234)승인 정*온 12,000원(일시불)11/03 09:21 스타벅스 누적1,234,567원'],
  ['card', '[카카오뱅크] 카드승인 정*온(0304) 11/03 09:21 12,000원 스타벅스 잔액 50,000원'],
  ['card', '케이뱅크\n승인 25,750원\n마트\n출금가능액 3,039,583원'],
  ['card', '[하나카드] 결제대금 350,000원 11/05 출금 예정'],
  ['card', 'NH농협카드 12,000원 취소완료'],
  ['empty', ''],
  ['empty', '   \n'],
  ['empty', '[Web발신]'],
  ['failed', '12,000원 송금 실패'],
  ['failed', '카드대금 350,000원이 출금되지 않았습니다. 잔액부족'],
  ['failed', '적금 자동이체 50,000원 실패 잔액부족'],
  ['failed', '국민은행 11/03 09:21 482910**551 입금실패 5,000원 정다온'],
  ['foreign_currency', '하나,11/03,09:21 255******44321 입금USD 100.00 ACME'],
  ['foreign_currency', '하나,11/03,09:21 255******44321 입금 100.00 USD ACME'],
  ['foreign_currency', '외화 입금 $1,200 ACME'],
  ['foreign_currency', '[하나은행] 외화입금 USD 1,000.00 ACME'],
  ['foreign_currency', '[하나은행] 11/03 09:21 입금 JPY 10,000 ACME'],
  ['foreign_currency', '입금 10,000엔 정다온'],
  ['interest', '배당금 입금 토스증권 계좌로 1,200원이 입금됐어요.'],
  ['interest', '삼성전자 배당금 1,200원이 입금되었습니다'],
  ['interest', '이자 123원이 입금됐어요'],
  ['interest', '예금이자 1,234원 입금'],
  ['interest', '토스뱅크 이자 123원을 받았어요'],
  ['interest', '포인트 500원 입금'],
  ['interest', '캐시백 500원이 입금되었어요'],
  ['interest', '예금 만기 안내: 입금액 1,000,000원 이자 12,000원'],
  ['interest', '[KB]11/03 09:21\n482910**551\n예금이자\n이자입금\n1,234\n잔액10,000'],
  ['interest', '[KB]11/03 09:21\n482910**551\n결산이자\n입금\n1,234\n잔액10,000'],
  ['interest', '신한11/03 09:21\n110-321-009988\n입금 1,234\n잔액 5,000\n 예금결산이자'],
  ['interest', '[우리은행] 정*온님 50,000원 대출이자 납입일 안내'],
  ['interest', '국민은행 예금이자 1,234원이 입금되었습니다.'],
  ['interest', '토스증권 계좌로 배당금 1,200원이 입금됐어요'],
  ['interest', '포인트 1,000P 적립'],
  ['not_a_bank_message', '입금'],
  ['not_a_bank_message', '입금 원 홍길동'],
  ['not_a_bank_message', '12345'],
  ['not_a_bank_message', '*****'],
  ['not_understood', '[Web발신] 주문하신 상품의 입금이 확인되었습니다. 36,800원'],
  ['not_understood', '홍길동님 주문 36,800원 입금확인 되었습니다'],
  ['not_understood', '수입금 5,000원'],
  ['not_understood', '[Web발신]\nKB국민체크(1234)\n정*온님\n11/03 09:21\n12,000원\n스타벅스 사용'],
  ['not_understood', '엄마 입금 50,000원 해줘'],
  ['not_understood', '정다온 50,000원 입금했어요'],
  ['not_understood', '미입금 주문 36,800원'],
  ['not_understood', '택배가 도착했습니다 12,000원'],
  ['not_understood', '한빛상사 정산금 1,200,000원이 11/05 입금됩니다'],
  ['not_understood', '보험금 1,000,000원이 입금되었습니다 -삼성생명-'],
  ['not_understood', '국세환급금 30,000원 입금'],
  ['not_understood', '(금액)1,000원 입금 오류'],
  ['not_understood', '계좌 입금 한도 5,000,000원 초과'],
  ['not_understood', '롯데카드 11/03 09:21 입금 350,000원'],
  ['not_understood', '[Web발신]\nKB국민카드\n11/03 09:21\n입금 350,000원\n정다온'],
  ['not_understood', '업비트 입금 1,000,000원'],
  ['not_understood', '카카오페이 입금 10,000원 정다온'],
  ['not_understood', '네이버페이 정산 입금 120,000원'],
  ['not_understood', '한빛몰 정다온 입금 50,000원'],
  ['not_understood', '입금 50,000원 선착순 이벤트'],
  ['not_understood', '국민은행으로 50,000원 입금했어'],
  ['not_understood', '[한빛몰] 정다온님 입금 50,000원'],
  ['not_understood', '회비 50,000원 입금 확인'],
  ['not_understood', '카드론 입금 5,000,000원 정다온님'],
  ['not_understood', '학원비 350,000원 우리은행 1005-804-***494 입금 요망'],
  ['not_understood', '받지 않은 송금 50,000원이 환불되었어요'],
  ['not_understood', '50,000원을 받으세요! 정다온님이 보냈어요'],
  ['not_understood', '정다온님이 카카오페이로 50,000원을 보냈어요'],
  ['not_understood', '카카오페이\n정다온님이 50,000원을 보냈어요'],
  ['not_understood', '입금자명 정다온 50,000원 미확인'],
  ['not_understood', '[국민은행] 입금자명 불일치 50,000원'],
  ['not_understood', '[Web발신]\n우리은행 가상계좌 12345678901234\n입금금액 50,000원\n입금기한 11/05 23:59'],
  ['not_understood', '결제금액 50,000원 입금은행 국민 482910-01-551122'],
  ['not_understood', '자동이체 입금 부족 50,000원'],
  ['not_understood', '[신한은행] 11/03 09:21 이체한도 5,000,000원'],
  ['not_understood', '[신한은행] 11/03 09:21 입금제한 5,000,000원'],
  ['not_understood', '[KB]11/03 09:21 482910**551 정다온 입금 5,000 (정정)'],
  ['not_understood', '환불금 50,000원 입금 완료'],
  ['not_understood', '경품 당첨! 입금 50,000원'],
  ['not_understood', '검찰청 입금 5,000,000원 요구'],
  ['not_understood', '연말정산 환급금 입금 350,000원'],
  ['notice', '무통장입금 36,800원 농협 301-0000-1111-11 (주)한빛'],
  ['notice', '무통장입금 36,800원 농협 301-0000-1111-11 예금주 한빛'],
  ['notice', '입금계좌: 국민 482910-01-551122 (한빛) 36,800원 입금기한 11/05'],
  ['notice', '가상계좌 입금안내 신한은행 56211012345678 36,800원 11/05 23:59까지 입금바랍니다'],
  ['notice', '우리은행 1005-804-123456 정다온 350,000원 입금 부탁드립니다'],
  ['notice', '350,000원 입금해 주세요'],
  ['notice', '350,000원 입금 바랍니다'],
  ['notice', '입금일 11/05 350,000원'],
  ['notice', '지자체세입금 35,000원'],
  ['notice', '지자체세입금 35,000원 납부 11/03 09:21'],
  ['notice', 'KB국민카드 장기카드대출 5,000,000원 입금되었습니다.'],
  ['notice', '송금을 받아주세요\n정*온님이 12,000원을 보냈어요'],
  ['notice', '정다온님이 12,000원을 보냈어요. 24시간 안에 받아주세요'],
  ['notice', '정다온님이 12,000원을 요청했어요'],
  ['notice', '1원을 보냈어요. 입금자명 뒤 4자리를 입력해주세요'],
  ['notice', '신한은행 자동이체 등록 안내 11/05 50,000원'],
  ['notice', '오늘 입금 5,000원 했습니다 확인 부탁드려요'],
  ['notice', '입금 5,000원 했어요'],
  ['notice', '입금완료 5,000원 확인해주세요'],
  ['notice', '방금 50,000원 입금했습니다. 확인해주세요.'],
  ['notice', '[국민은행] 보이스피싱 주의 안내 입금 요구 5,000,000원'],
  ['notice', '관리비 123,000원 납부 안내 국민 482910-01-551122'],
  ['notice', '환급금 30,000원 입금 신청하세요'],
  ['notice', '비트코인 입금 1,000,000 KRW 업비트 주문체결 안내'],
  ['notice', '정다온님의 계좌로 50,000원 입금 요청이 도착했어요'],
  ['notice', '신한 110-321-009988 정다온 입금 50,000원'],
  ['notice', '입금 50,000원 이상 시 사은품 증정'],
  ['notice', '주문번호 20261103-0001 입금 50,000원 정다온'],
  ['notice', '11/05까지 우리은행 입금 350,000원'],
  ['notice', '우리은행 11/05 09:00까지 입금 350,000원'],
  ['notice', '보증금 입금 5,000,000원 우리은행 1005-804-123456'],
  ['notice', '[국민은행] 대출 5,000,000원이 입금되었습니다.'],
  ['notice', '[국민은행] 정*온님 계좌에 대출금 5,000,000원이 입금되었습니다.'],
  ['notice', '정*온 고객님, 신한은행 대출 5,000,000원이 실행되어 계좌에 입금되었습니다'],
  ['notice', '[Web발신] 국민은행 12345678901234 예금주 한빛 50,000원 입금'],
  ['notice', '신한은행 계좌 개설 이벤트 입금 10,000원'],
  ['notice', '입금 지연 안내 50,000원'],
  ['notice', '수표 입금 5,000,000원 부도'],
  ['notice', '타행이체 입금 50,000원 오류'],
  ['notice', '정다온님 50,000원 미납 입금 부탁'],
  ['notice', '50,000원 입금 완료 감사합니다'],
  ['notice', '신한카드 정다온님 11/03 입금 350,000원 감사합니다'],
  ['scheduled', '국민은행 입금예정 50,000원 11/05'],
  ['scheduled', '입금 예정 50,000원 국민은행'],
  ['scheduled', '[출금예정] 11/05 50,000원 국민카드'],
  ['scheduled', '내일 카드대금 350,000원이 출금될 예정입니다.'],
  ['scheduled', '대출금 5,000,000원 입금 예정'],
  ['scheduled', '정산대금 1,200,000원 입금 예정일 11/05'],
  ['scheduled', '급여 2,000,000원 입금 예정'],
  ['scheduled', '대출이자 50,000원 출금예정 잔액확인'],
  ['verification', '인증번호 [123456] 입금 1원'],
  ['verification', '[토스] 1원 입금 인증번호 1234'],
];

suite('texts that are no deposit', (test) => {
  for (const [reason, text] of ROWS)
    test(`${reason}: ${JSON.stringify(text)}`, () => assert.equal(parse(text), [{ ok: false, reason }]));

  test('a plain sentence from a person is no message of a bank', () => {
    for (const text of ['입금 5,000원 정다온', '정다온님이 5,000원을 보냈어요', '국민 입금 5,000원 정다온']) {
      const from = (sender: string | null) =>
        parseBankMessage(text, { receivedAt: RECEIVED_AT, sender })[0]?.ok;
      assert.is(from('010-1234-5678'), false, text);
      assert.is(from('1588-0000'), true, text);
      assert.is(from(null), true, text);
    }
  });

  test('below a subject that speaks of bills a plain sentence is a notice', () => {
    const text = '입금 5,000원 정다온';
    assert.is(parse(`<제목: 입금 알림>[Web발신] ${text}`)[0]?.ok, true);
    for (const subject of ['납부요청', '관리비 안내', '장기카드대출입금안내'])
      assert.equal(parse(`1588-0000<제목: ${subject}>[Web발신] ${text}`), [{ ok: false, reason: 'notice' }]);
  });

  test('of several messages without a mark none is believed unless all are understood', () => {
    const good = '[KB]11/03 09:21\n482910**551\n정다온\n입금\n5,000';
    assert.is(parse(`${good}\n${good.replace('09:21', '09:22')}`).length, 2);
    assert.equal(
      parse(`${good}\n${good.replace('입금', '입금취소')}`).map(({ ok }) => ok),
      [false],
    );
    assert.equal(
      parse(`${good}\n[Web발신]\n${good.replace('입금', '입금취소')}`).map(({ ok }) => ok),
      [true, false],
    );
  });

  test('more messages than a phone receives at once are not read', () => {
    assert.equal(parse('[Web발신]입금 5,000원 정다온'.repeat(31)), [{ ok: false, reason: 'not_understood' }]);
    assert.is(parse('[Web발신]입금 5,000원 정다온'.repeat(30)).length, 30);
  });
});
