import * as assert from 'uvu/assert';
import { isPersonalNumber, normaliseMessage } from '../../../../core/deposits/sms/index.ts';
import { suite } from '../../../support/suite.ts';
import { parse } from './sample.ts';

const BODY = '[KB]11/03 09:21\n482910**551\n정다온\n입금\n5,000\n잔액10,000';

suite('the same message through many hands', (test) => {
  for (const copy of [
    `[Web발신]\n${BODY}`,
    `[국제발신]\n[Web발신]\n${BODY}`,
    `[국외발신]\r\n${BODY.replaceAll('\n', '\r\n')}\r\n`,
    `［Ｗｅｂ발신］\n${BODY}`,
    `보낸사람 : 16440000()\n[Web발신]\n${BODY}`,
    `${BODY}\n보낸사람 : 1644-0000`,
    `1644-0000\n${BODY}`,
    `<제목: 입금 알림> [Web발신] ${BODY}`,
    `02-000-****<제목: 입금 알림>[Web발신]\n${BODY}`,
    BODY.replaceAll('\n', ' '),
    BODY.replaceAll('\n', ''),
    `\ufeff${BODY}\u200b`,
    BODY.replaceAll('\n', '\u00a0\n'),
    BODY.normalize('NFD'),
  ])
    test(`has one text: ${JSON.stringify(copy.slice(0, 40))}`, () => {
      assert.is(normaliseMessage(copy), normaliseMessage(BODY));
    });

  test('another amount, name or minute makes another text', () => {
    for (const other of [
      BODY.replace('5,000', '6,000'),
      BODY.replace('정다온', '정다운'),
      BODY.replace('09:21', '09:22'),
    ])
      assert.is.not(normaliseMessage(other), normaliseMessage(BODY));
  });

  test('a text that is too long comes back as it is', () => {
    const long = ' a'.repeat(4000);
    assert.is(normaliseMessage(long), long);
  });

  test('a mark of the carrier for messages from abroad is remembered', () => {
    for (const mark of ['[국제발신]', '[국외발신]', '[국제 발신]', '［국제발신］', '[국제발신]\n[Web발신]']) {
      const [foreign] = parse(`${mark}\n${BODY}`);
      assert.is(foreign?.ok && foreign.foreignRouted, true, mark);
    }
    const [inland] = parse(`[Web발신]\n${BODY}`);
    assert.is(inland?.ok && inland.foreignRouted, false);
  });
});

suite('senders', (test) => {
  for (const sender of [
    ...['01012345678', '010-1234-5678', '010 1234 5678', '0161234567', '011-123-4567'],
    ...['+821012345678', '+82 10-1234-5678', '82-10-1234-5678', '821012345678', '+82(0)10-1234-5678'],
    ...[
      '00821012345678',
      '+12025550123',
      '+1 (202) 555-0123',
      '+8613812345678',
      '0018005550123',
      '０１０１２３４５６７８',
    ],
  ])
    test(`${sender} is a person's, or abroad`, () => assert.is(isPersonalNumber(sender), true));

  for (const sender of [
    ...['1588-5000', '16449999', '1899-0000', '15991111', '02-1234-5678', '031-123-4567', '080-123-4567'],
    ...[
      '+8215885000',
      '+82-2-1234-5678',
      'KB국민은행',
      'KAKAO',
      '',
      ' ',
      '+',
      '0',
      '114',
      '1'.repeat(10_000),
    ],
    null,
  ])
    test(`${sender === null ? 'null' : JSON.stringify(sender.slice(0, 20))} is not`, () =>
      assert.is(isPersonalNumber(sender), false));
});
