import { busan } from './busan.ts';
import type { BankFormat } from './format.ts';
import { hana } from './hana.ts';
import { ibk } from './ibk.ts';
import { im } from './im.ts';
import { kakao } from './kakao.ts';
import { kbank } from './kbank.ts';
import { kookmin } from './kookmin.ts';
import { koreaInvestment } from './korea-investment.ts';
import { nonghyup } from './nonghyup.ts';
import { saemaul } from './saemaul.ts';
import { shinhan } from './shinhan.ts';
import { shinhyup } from './shinhyup.ts';
import { toss } from './toss.ts';
import { untested } from './untested.ts';
import { woori } from './woori.ts';

/** What is known of single banks. A new bank is a file in this folder and a line here. */
export const FORMATS: readonly BankFormat[] = [
  kookmin,
  shinhan,
  nonghyup,
  woori,
  hana,
  ibk,
  kakao,
  toss,
  kbank,
  saemaul,
  shinhyup,
  busan,
  im,
  koreaInvestment,
  ...untested,
];
