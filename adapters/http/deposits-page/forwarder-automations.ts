import {
  type ForwarderGuide,
  type ForwarderSetUp,
  KEEP_AWAKE,
  NO_CHAT,
  say,
  TRY_IT,
} from './forwarder-guide.ts';

/** MacroDroid puts a message into JSON as it is, which a quotation mark breaks: so it sends plain text. */
export function macroDroid({ url }: ForwarderSetUp): ForwarderGuide {
  return {
    id: 'macrodroid',
    name: 'MacroDroid',
    platform: 'android',
    recommended: false,
    proof: 'token',
    steps: [
      say(
        'Add Macro를 누르고 트리거로 SMS Received를 추가합니다. Select Number에 은행 번호를 넣고 SMS 권한을 허용합니다.',
        'Tap “Add Macro” and add the trigger “SMS Received”. Enter the bank’s number at “Select Number” and allow SMS.',
      ),
      say(
        '동작으로 HTTP Request를 추가합니다. POST, 아래 주소, 본문(Content Body)의 종류는 text/plain, 내용은 {sms_message}입니다. 매직 텍스트는 … 버튼으로 고르면 정확합니다.',
        'Add the action “HTTP Request”: POST, the address below, content body of type text/plain with {sms_message}. The … button inserts such magic text without typing errors.',
      ),
      say(
        '은행 앱 알림을 보내려면 트리거를 Notification Received(은행 앱만)로, 본문을 아래 것으로 하고 알림 접근을 허용합니다.',
        'For notifications of a bank’s app use the trigger “Notification Received” (that app only) and the body below, and allow notification access.',
      ),
      say(
        '매크로를 하나 더 만들어 Regular Interval 30분마다 아래의 생존 신호 주소로 POST를 보냅니다.',
        'Make one more macro that POSTs to the sign-of-life address below at a “Regular Interval” of 30 minutes.',
      ),
      KEEP_AWAKE,
      NO_CHAT,
      TRY_IT,
    ],
    snippets: [
      { label: say('주소', 'Address'), text: `${url}?sender={sms_number}` },
      { label: say('본문: 문자', 'Body: messages'), text: '{sms_message}' },
      { label: say('본문: 앱 알림', 'Body: notifications'), text: '{not_title}\n{notification}' },
      { label: say('생존 신호', 'Sign of life'), text: `${url}/heartbeat` },
    ],
  };
}

/** Tasker, like MacroDroid, escapes nothing. */
export function tasker({ url }: ForwarderSetUp): ForwarderGuide {
  return {
    id: 'tasker',
    name: 'Tasker',
    platform: 'android',
    recommended: false,
    proof: 'token',
    steps: [
      say(
        'Profiles에서 +를 누르고 Event → Phone → Received Text를 고릅니다. Sender에 은행 번호를 넣고 SMS 권한을 허용합니다.',
        'At Profiles tap + and choose Event → Phone → Received Text. Enter the bank’s number as “Sender” and allow SMS.',
      ),
      say(
        '새 Task에 Net → HTTP Request를 추가합니다. Method는 POST, URL과 Headers와 Body는 아래 값입니다.',
        'Add Net → HTTP Request to a new task: Method POST; URL, Headers and Body are below.',
      ),
      KEEP_AWAKE,
      NO_CHAT,
      TRY_IT,
    ],
    snippets: [
      { label: say('URL', 'URL'), text: `${url}?sender=%SMSRF&timestamp=%TIMES` },
      { label: say('Headers', 'Headers'), text: 'Content-Type: text/plain' },
      { label: say('Body', 'Body'), text: '%SMSRB' },
    ],
  };
}

/** An iPhone hands on SMS only, and some versions of iOS only once it is unlocked. */
export function iosShortcuts({ url }: ForwarderSetUp): ForwarderGuide {
  return {
    id: 'ios-shortcuts',
    name: 'iOS Shortcuts (단축어)',
    platform: 'ios',
    recommended: false,
    proof: 'token',
    steps: [
      say(
        '은행 번호를 연락처에 저장합니다. 단축어 앱 → 자동화 → + → 메시지를 고르고, 발신자는 그 연락처, ‘메시지 포함’은 입금으로 합니다.',
        'Save the bank’s number as a contact. Shortcuts → Automation → + → Message: choose that contact as Sender, and 입금 as “Message Contains”.',
      ),
      say(
        '‘즉시 실행’을 고르고 새로운 빈 자동화를 만듭니다.',
        'Choose “Run Immediately” and make a new blank automation.',
      ),
      say(
        '‘URL의 콘텐츠 가져오기’ 동작을 추가하고 URL에 아래 주소, 방법은 POST, 요청 본문은 JSON으로 합니다. 텍스트 필드 text의 값으로 ‘단축어 입력’을 넣습니다.',
        'Add the action “Get Contents of URL” with the address below: Method POST, Request Body JSON, and a Text field named text whose value is “Shortcut Input”.',
      ),
      say(
        '알 수 없는 발신자 필터가 은행 문자를 걸러 내지 않는지 확인합니다. 은행 앱의 푸시 알림은 보낼 수 없고, 일부 iOS 버전은 잠금을 풀어야 실행합니다. 가능하면 Android 휴대폰을 쓰세요.',
        'See that the filter of unknown senders leaves the bank’s messages alone. Push notifications of a bank’s app cannot be handed on, and some versions of iOS wait until the phone is unlocked. Prefer an Android phone.',
      ),
      TRY_IT,
    ],
    snippets: [
      { label: say('주소', 'Address'), text: url },
      { label: say('JSON 필드 이름', 'Name of the JSON field'), text: 'text' },
    ],
  };
}

const SAMPLE = '[Web발신] 연결 시험입니다';

/** For whoever wants to see that the address works before touching a phone. */
export function curl({ url, secret }: ForwarderSetUp): ForwarderGuide {
  const signed = [
    `BODY='{"raw_sms":"${SAMPLE}"}' TIME=$(date +%s)`,
    `SIGNATURE=$(printf %s "$BODY$TIME" | openssl dgst -sha256 -hmac '${secret}' -r | cut -c1-64)`,
    `curl -H 'Content-Type: application/json' -H "X-Timestamp: $TIME" -H "X-Signature: $SIGNATURE" -d "$BODY" '${url}'`,
  ];
  return {
    id: 'curl',
    name: 'curl',
    platform: 'any',
    recommended: false,
    proof: 'token',
    steps: [
      say(
        '아래 첫 명령을 실행합니다. 입금 문자가 아니므로 "success":false와 이유가 나오면 연결된 것입니다.',
        'Run the first command below. The text is no deposit, so "success":false with a reason says that it is connected.',
      ),
      say(
        '‘서명 필수’를 켠 휴대폰이면 서명하는 명령을 씁니다. 서명은 본문 뒤에 X-Timestamp(초)를 붙인 것의 HMAC-SHA256입니다.',
        'If the phone requires signatures use the command that signs: HMAC-SHA256 of the body with X-Timestamp (seconds) behind it.',
      ),
    ],
    snippets: [
      {
        label: say('시험 문자', 'A test message'),
        text: `curl --data-urlencode 'text=${SAMPLE}' '${url}'`,
      },
      { label: say('서명한 시험 문자', 'A signed test message'), text: signed.join('\n') },
      { label: say('생존 신호', 'A sign of life'), text: `curl -X POST '${url}/heartbeat'` },
    ],
  };
}
