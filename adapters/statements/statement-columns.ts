import { StatementError } from './statement-error.ts';
import { legible } from './statement-text.ts';

/** What a column of a statement is for. One column may be for two: 구분 says the direction, and how it was paid. */
type Role = 'date' | 'time' | 'in' | 'out' | 'amount' | 'direction' | 'balance' | 'name' | 'method';

const list = (words: string): readonly string[] => words.split(' ');

/** What banks call their columns, without spaces, brackets and units; the best name for a role comes first. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  date: list(
    '거래일시 거래일자시간 일시 이체일시 입금일시 입출금일시 처리일시 거래일자 거래일 거래날짜 거래년월일 거래연월일 일자 날짜 ' +
      '이체일자 이체일 입금일자 입금일 입출금일자 처리일자 처리일 일자시간 datetime transactiondatetime timestamp date transactiondate',
  ),
  time: list(
    '거래시간 거래시각 거래시분초 시간 시각 이체시간 입금시간 처리시간 처리시각 time transactiontime',
  ),
  in: list(
    '입금액 입금금액 입금 맡기신금액 받으신금액 받은금액 들어온금액 예입금액 예입액 예입 ' +
      'deposit deposits depositamount credit credits creditamount moneyin paidin in',
  ),
  out: list(
    '출금액 출금금액 출금 찾으신금액 지급금액 지급액 지급 보내신금액 보낸금액 나간금액 인출금액 인출 ' +
      'withdrawal withdrawals withdrawalamount debit debits debitamount moneyout paidout out',
  ),
  amount: list('거래금액 입출금액 입출금금액 거래액 금액 입출금 transactionamount amount'),
  direction: list(
    '입출금구분 입출구분 입출금 구분 거래구분 거래유형 거래종류 유형 direction type transactiontype',
  ),
  balance: list(
    '거래후잔액 거래후잔고 거래잔액 잔액 잔고 통장잔액 계좌잔액 남은금액 남은잔액 현재잔액 ' +
      'balanceafter balance runningbalance',
  ),
  name: list(
    '보낸분 보내는분 보내신분 보낸사람 보낸이 의뢰인 의뢰인명 의뢰자 송금인 송금인명 송금자 송금자명 입금자 입금자명 입금인 입금인명 ' +
      '상대계좌예금주명 상대계좌예금주 상대예금주명 상대예금주 거래상대방 거래상대방명 상대방 상대방명 상대명 sender payer ' +
      'counterparty counterpartyname name 기재내용 통장기재내용 거래기록사항 기록사항 내용 거래내용 거래내역 description ' +
      '적요 거래적요 적요내용 내통장표시내용 내통장표시 통장표시내용 통장표시 통장메모 메모 송금메모 이체메모 거래메모 비고 memo note',
  ),
  method: list(
    '적요 거래적요 적요내용 거래구분 거래유형 거래종류 거래수단 거래매체 이체매체 거래방법 거래내용 유형 구분 method channel type',
  ),
};

/** Parts that only say more of the name before them: 잔액(원), 거래일시(원장). 잔액(외화) is another thing. */
const FILLERS: ReadonlySet<string> = new Set(list('원 원화 ₩ krw won 원장 일반'));

/** What may stand in one header with a name of this role: 거래일자/시간, 거래금액(입금), 보낸분/받는분. */
const COMPANIONS: Readonly<Partial<Record<Role, readonly string[]>>> = {
  date: NAMES.time,
  in: NAMES.amount,
  out: NAMES.amount,
  name: list('받는분 받으시는분 받는사람 받은분 수취인 수취인명 수취자 수신인 recipient payee'),
};

/** A column with text in it, and how good its name is for its role; less is better. */
export interface TextColumn {
  readonly index: number;
  readonly rank: number;
}

/** Where everything stands. Money is in `in` and `out`, or in `amount` with a sign or with words in `directions`. */
export interface Columns {
  readonly date: number;
  readonly time: number | null;
  readonly in: number | null;
  readonly out: number | null;
  readonly amount: number | null;
  readonly balance: number | null;
  /** Best first, as are `names` and `methods`. */
  readonly directions: readonly TextColumn[];
  readonly names: readonly TextColumn[];
  readonly methods: readonly TextColumn[];
}

/** From here on a name is something else that may hold one; `isSender` tells. */
const SENDERS = NAMES.name.indexOf('기재내용');

/** Whether this column is there for the name of who has sent the money, and for nothing else. */
export function isSender({ rank }: TextColumn): boolean {
  return rank < SENDERS;
}

/** Banks print a title, the account and the period above the header. */
const HEADER_WITHIN_ROWS = 30;

/** The header and where it stands. Throws a `StatementError` that says what is missing. */
export function findHeader(table: readonly (readonly string[])[]): { row: number; columns: Columns } {
  for (const [row, cells] of table.slice(0, HEADER_WITHIN_ROWS).entries()) {
    const columns = columnsOf(cells);
    if (columns) return { row, columns };
  }
  const [date, deposit, amount] = [NAMES.date, NAMES.in, NAMES.amount].map((names) =>
    names.slice(0, 4).join(', '),
  );
  throw new StatementError(
    'no_header',
    `no header was found in the first ${HEADER_WITHIN_ROWS} rows: it needs a column for the date (${date} …) and one ` +
      `for deposits (${deposit} …), or one for amounts (${amount})`,
  );
}

/** How many of these cells are names of columns. The delimiter of a text is the one that shows most. */
export function countNames(cells: readonly string[]): number {
  return cells.filter((cell) => {
    const parts = partsOf(cell);
    return (Object.keys(NAMES) as Role[]).some((role) => rankOf(role, parts) !== null);
  }).length;
}

function columnsOf(cells: readonly string[]): Columns | null {
  const parts = cells.map(partsOf);
  const all = (role: Role): TextColumn[] =>
    parts
      .flatMap((names, index) => {
        const rank = rankOf(role, names);
        return rank === null ? [] : [{ index, rank }];
      })
      .sort((a, b) => a.rank - b.rank);
  const best = (role: Role): number | null => all(role)[0]?.index ?? null;
  const [date, deposit] = [best('date'), best('in')];
  const amount = deposit === null ? best('amount') : null;
  if (date === null || (deposit === null && amount === null)) return null;
  return {
    date,
    time: best('time'),
    in: deposit,
    out: best('out'),
    amount,
    balance: best('balance'),
    directions: all('direction'),
    names: all('name'),
    methods: all('method'),
  };
}

/** `거래후 잔액(원)` → 거래후잔액; `의뢰인(수취인)` → 의뢰인, 수취인. */
function partsOf(cell: string): readonly string[] {
  return legible(cell)
    .toLowerCase()
    .replace(/[()[\]·ㆍᆞ‧|,~&]/g, '/')
    .replace(/[^가-힣a-z0-9₩/]/g, '')
    .split('/')
    .filter((part) => part !== '' && !FILLERS.has(part));
}

/** How good these parts of a header are for a role: the place of the best one in the list. Null when one does not fit. */
function rankOf(role: Role, parts: readonly string[]): number | null {
  // 입금/출금 in one column is an amount with a sign.
  if (role === 'amount' && parts.length === 2 && isBothWays(parts)) return NAMES.amount.length;
  const ranks = parts.map((part) => NAMES[role].indexOf(part)).filter((rank) => rank >= 0);
  const isAll = parts.every((part) => NAMES[role].includes(part) || COMPANIONS[role]?.includes(part));
  return isAll && ranks.length > 0 ? Math.min(...ranks) : null;
}

function isBothWays(parts: readonly string[]): boolean {
  return [NAMES.in, NAMES.out].every((names) => parts.some((part) => names.includes(part)));
}
