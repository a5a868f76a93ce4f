/** An institution that accounts are held at. */
export interface Bank {
  /** Three digits, as transfers name it. */
  readonly code: string;
  /** Its own name. */
  readonly name: string;
  readonly englishName: string | null;
  /** What people and messages call it: 국민. */
  readonly shortName: string;
  readonly aliases: readonly string[];
  /** Codes of banks that have become this one. */
  readonly legacyCodes: readonly string[];
}

type Row = readonly [
  code: string,
  name: string,
  englishName: string | null,
  shortName: string | null,
  aliases: readonly string[],
  legacyCodes: readonly string[],
];

// bank-codes.json, the verified rows. 026 is missing on purpose: one table says 신한, another 서울은행.
// 005 (외환) is 하나 today; 하나 itself is 005 only in the CMS table.
// prettier-ignore
const ROWS: readonly Row[] = [
  ['001', '한국은행', 'Bank of Korea', null, [], []],
  ['002', '산업은행', 'KDB', '산업', ['KDB산업은행', '한국산업은행'], []],
  ['003', '기업은행', 'IBK', '기업', ['IBK기업은행', '중소기업은행'], ['043']],
  ['004', '국민은행', 'KB Kookmin', '국민', ['KB국민은행', 'KB'], ['006', '019', '029', '078', '079']],
  ['007', '수협은행', 'Suhyup', '수협', ['SH수협은행'], ['009']],
  ['008', '수출입은행', 'KEXIM', null, ['한국수출입은행'], []],
  ['011', '농협은행', 'NH Nonghyup', '농협', ['NH농협은행', 'NH'], ['010', '016']],
  ['012', '지역농축협', 'Local Nonghyup', null, ['지역농협', '단위농협', '축협', '농협회원조합'], ['013', '014', '015', '017', '018']],
  ['020', '우리은행', 'Woori', '우리', [], ['022', '024', '083', '084']],
  ['023', 'SC제일은행', 'Standard Chartered Korea', 'SC제일', ['SC은행', 'SC', '제일은행'], []],
  ['027', '한국씨티은행', 'Citibank Korea', '씨티', ['씨티은행'], ['036', '053']],
  ['030', '수협중앙회', 'Suhyup Federation', null, [], ['069', '070']],
  ['031', 'iM뱅크', 'iM Bank', 'iM뱅크(대구)', ['대구은행', '아이엠뱅크', 'DGB대구은행'], []],
  ['032', '부산은행', 'Busan Bank', '부산', ['BNK부산은행'], []],
  ['034', '광주은행', 'Kwangju Bank', '광주', [], []],
  ['035', '제주은행', 'Jeju Bank', '제주', [], []],
  ['037', '전북은행', 'Jeonbuk Bank', '전북', [], []],
  ['039', '경남은행', 'Kyongnam Bank', '경남', ['BNK경남은행'], []],
  ['045', '새마을금고', 'KFCC', '새마을금고', ['새마을', 'MG새마을금고'], ['046', '085', '086', '087']],
  ['048', '신협', 'National Credit Union', '신협', ['신협중앙회'], ['047', '049']],
  ['050', '저축은행', 'Savings banks', null, ['상호저축은행'], []],
  ['052', '모건스탠리은행', 'Morgan Stanley', null, [], []],
  ['054', 'HSBC은행', 'HSBC', null, [], []],
  ['055', '도이치은행', 'Deutsche Bank', null, [], []],
  ['057', '제이피모간체이스은행', 'JPMorgan Chase', null, [], []],
  ['058', '미즈호은행', 'Mizuho', null, [], []],
  ['059', '엠유에프지은행', 'MUFG', null, [], []],
  ['060', 'BOA은행', 'Bank of America', null, [], []],
  ['061', '비엔피파리바은행', 'BNP Paribas', null, [], []],
  ['062', '중국공상은행', 'ICBC', null, [], []],
  ['063', '중국은행', 'Bank of China', null, [], []],
  ['064', '산림조합중앙회', 'NFCF', null, ['산림조합'], []],
  ['065', '대화은행', 'UOB', null, [], []],
  ['071', '우체국', 'Korea Post', null, [], ['072', '073', '074', '075']],
  ['076', '신용보증기금', 'KODIT', null, [], []],
  ['077', '기술보증기금', 'KIBO', null, [], []],
  ['081', '하나은행', 'Hana', '하나', ['KEB하나은행', '외환은행'], ['005']],
  ['088', '신한은행', 'Shinhan', '신한', [], ['021', '028']],
  ['089', '케이뱅크', 'K bank', null, ['K뱅크'], []],
  ['090', '카카오뱅크', 'Kakao Bank', null, ['카뱅'], []],
  ['092', '토스뱅크', 'Toss Bank', null, ['토뱅'], []],
  ['094', '서울보증보험', 'SGI', null, [], []],
  ['099', '금융결제원', 'KFTC (clearing)', null, [], []],
  ['101', '한국신용정보원', 'KCIS', null, [], []],
  ['209', '유안타증권', null, null, [], []],
  ['218', 'KB증권', null, null, [], ['226']],
  ['221', '상상인증권', null, null, [], []],
  ['222', '한양증권', null, null, [], []],
  ['223', '리딩투자증권', null, null, [], []],
  ['224', 'BNK투자증권', null, null, [], []],
  ['225', 'IBK투자증권', null, null, [], []],
  ['227', '다올투자증권', null, null, [], []],
  ['238', '미래에셋증권', null, null, [], ['230']],
  ['240', '삼성증권', null, null, [], []],
  ['243', '한국투자증권', null, null, ['한국투자'], []],
  ['247', 'NH투자증권', null, null, [], ['289']],
  ['261', '교보증권', null, null, [], []],
  ['262', 'iM증권', null, null, [], []],
  ['263', '현대차증권', null, null, [], []],
  ['264', '키움증권', null, null, [], []],
  ['265', 'LS증권', null, null, [], []],
  ['266', 'SK증권', null, null, [], []],
  ['267', '대신증권', null, null, [], []],
  ['269', '한화투자증권', null, null, [], []],
  ['270', '하나증권', null, null, [], []],
  ['271', '토스증권', null, null, [], []],
  ['278', '신한투자증권', null, null, [], []],
  ['279', 'DB증권', null, null, [], []],
  ['280', '유진투자증권', null, null, [], []],
  ['287', '메리츠증권', null, null, [], ['268']],
  ['288', '카카오페이증권', null, null, [], []],
  ['290', '부국증권', null, null, [], []],
  ['291', '신영증권', null, null, [], []],
  ['292', '케이프투자증권', null, null, [], []],
  ['293', '한국증권금융', null, null, [], []],
  ['294', '우리투자증권', null, null, [], []],
];

/** Every institution whose code is verified, by code: what forms may offer. */
export const BANKS: readonly Bank[] = ROWS.map(
  ([code, name, englishName, shortName, aliases, legacyCodes]) => ({
    code,
    name,
    englishName,
    shortName: shortName ?? name,
    aliases,
    legacyCodes,
  }),
);

/** Names that two institutions go by; each agrees with both codes. */
const SHARED_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['농협', ['011', '012']],
  ['수협', ['007', '030']],
]);

/** KB 국민은행 → KB국민: without spaces, case, brackets and the word for bank. */
function plain(name: string): string {
  const bare = name
    .normalize('NFKC')
    .replace(/[\s()[\]<>]/g, '')
    .toUpperCase();
  return bare.length > 2 && bare.endsWith('은행') ? bare.slice(0, -2) : bare;
}

const byCode = new Map(BANKS.flatMap((bank) => [bank.code, ...bank.legacyCodes].map((code) => [code, bank])));
const byName = new Map(
  BANKS.flatMap((bank) =>
    [bank.name, bank.shortName, ...bank.aliases].map((name) => [plain(name), bank] as const),
  ),
);

/** The bank of a three-digit code; codes of banks that are no more lead to their successor. Null for unknown ones. */
export function bankByCode(code: string): Bank | null {
  return byCode.get(code) ?? null;
}

/** The bank that goes by this name: official, short or an alias, with or without 은행, in any spacing. */
export function bankByName(text: string): Bank | null {
  return byName.get(plain(text.slice(0, 60))) ?? null;
}

/** Whether this name and this code mean the same bank. 농협 is one bank by law and hundreds by code. */
export function bankNameAgrees(code: string, name: string): boolean {
  const bank = bankByCode(code);
  if (!bank) return false;
  return (
    bankByName(name) === bank || (SHARED_NAMES.get(plain(name.slice(0, 60)))?.includes(bank.code) ?? false)
  );
}

/** The codes that a message of this bank may mean: those of all banks that go by one name with it. */
export function codesOfName(code: string): readonly string[] {
  return [...SHARED_NAMES.values()].find((codes) => codes.includes(code)) ?? [code];
}
