import type { Language } from '../language.ts';

/** One thing, in each language. */
export type GuideText = Readonly<Record<Language, string>>;

/** How to make an app hand on the messages of a bank. */
export interface ForwarderGuide {
  readonly id: string;
  readonly name: string;
  readonly platform: 'android' | 'ios' | 'any';
  /** Worth trying first. */
  readonly recommended: boolean;
  /** Whether messages are proved by the token in the address alone, or signed with the secret too. */
  readonly proof: 'token' | 'signature';
  readonly steps: readonly GuideText[];
  /** What is copied into the app or a terminal. */
  readonly snippets: readonly { readonly label: GuideText; readonly text: string }[];
}

/** What a phone is set up with. */
export interface ForwarderSetUp {
  /** Where it posts; the token is part of it. */
  readonly url: string;
  /** What it signs with. */
  readonly secret: string;
}

/** Text in Korean and English. */
export function say(ko: string, en: string): GuideText {
  return { ko, en };
}

/** Every phone needs this, whatever the app. */
export const KEEP_AWAKE = say(
  'Android 설정에서 이 앱의 배터리를 ‘제한 없음’으로 바꾸고, 절전 예외 앱에 넣습니다. 그러지 않으면 며칠 뒤에 멈출 수 있습니다.',
  'In Android’s settings set the battery use of the app to “Unrestricted” and take it off the sleeping apps. It may stop after some days otherwise.',
);

/** Messages that are none for Android. */
export const NO_CHAT = say(
  '메시지 앱에서 채팅+(RCS)를 끕니다. RCS로 온 알림은 SMS가 아니어서 전달되지 않습니다.',
  'Turn RCS chats (채팅+) off in the messages app: what comes by RCS is no SMS and is not handed on.',
);

/** How to see that it works. */
export const TRY_IT = say(
  '본인 계좌로 소액을 보내 봅니다. 몇 초 뒤에 입금 화면에 나타나면 끝입니다.',
  'Send a small amount to your own account. You are done when it appears on the deposits page some seconds later.',
);

/** After this nobody who finds the address can send messages. */
export const REQUIRE_SIGNATURE = say(
  '잘 되면 이 휴대폰의 ‘서명 필수’를 켭니다. 그러면 주소가 알려져도 서명 없는 문자는 받지 않습니다.',
  'Once it works turn “signature required” on for this phone: messages without a signature are refused then, even if the address gets known.',
);
