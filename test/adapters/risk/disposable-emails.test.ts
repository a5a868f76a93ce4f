import * as assert from 'uvu/assert';
import { disposableEmails } from '../../../adapters/risk/disposable-emails.ts';
import { suite } from '../../support/suite.ts';

suite('disposable e-mails', (test) => {
  const emails = disposableEmails();
  const rows: readonly [string, boolean][] = [
    ['mailinator.com', true],
    ['yopmail.com', true],
    ['Mailinator.COM', true],
    ['mailinator.com.', true],
    [' mailinator.com.. ', true],
    ['hong.mailinator.com', true],
    ['a.b.c.mailinator.com', true],
    ['my-mailinator-shop.com', false],
    ['mailinator.com.example', false],
    ['com', false],
    ['gmail.com', false],
    ['naver.com', false],
    ['hanmail.net', false],
    ['kakao.com', false],
    ['한국.kr', false],
    ['', false],
    ['.', false],
    ['not a domain', false],
    ['xn--', false],
  ];
  for (const [domain, expected] of rows)
    test(`"${domain}" is ${expected ? '' : 'not '}thrown away`, () => {
      assert.is(emails.isDisposable(domain), expected);
    });

  test(
    'a domain that is very long takes no time',
    () => {
      for (const part of ['a.', '.', 'a']) assert.is(emails.isDisposable(part.repeat(50_000)), false);
    },
    { limitMs: 500 },
  );
});
