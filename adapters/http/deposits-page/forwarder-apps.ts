import {
  type ForwarderGuide,
  type ForwarderSetUp,
  KEEP_AWAKE,
  NO_CHAT,
  REQUIRE_SIGNATURE,
  say,
  TRY_IT,
} from './forwarder-guide.ts';

// Menus and names are those of the apps' English texts, as their public sources had them in 2026.

/** SMS-Gate signs each message and sends a heartbeat. It hands on every SMS of the phone: it has no filter. */
export function smsGate({ url, secret }: ForwarderSetUp): ForwarderGuide {
  const webhook = (event: string): string =>
    `curl -u USERNAME:PASSWORD -H 'Content-Type: application/json' -d '{"id":"kc-${event.replace(':', '-')}","url":"${url}","event":"${event}"}' http://PHONE_ADDRESS:8080/webhooks`;
  return {
    id: 'sms-gate',
    name: 'SMS-Gate (capcom6)',
    platform: 'android',
    recommended: true,
    proof: 'signature',
    steps: [
      say(
        'github.com/capcom6/android-sms-gateway/releases에서 release APK를 설치하고(insecure는 쓰지 않습니다) SMS 권한을 허용합니다. 긴 문자(LMS)도 받으려면 SMS 읽기와 MMS 권한도 허용합니다.',
        'Install the release APK from github.com/capcom6/android-sms-gateway/releases (not the insecure one) and allow SMS. For long messages (LMS) allow reading SMS and MMS as well.',
      ),
      say(
        'Home 화면에서 Local server와 Start on boot를 켜고, 아래의 Offline 버튼을 눌러 Online으로 바꿉니다.',
        'On Home turn “Local server” and “Start on boot” on, and tap “Offline” at the bottom so that it says “Online”.',
      ),
      say(
        'Settings → Webhooks… → Signing Key에 아래 서명 키를 붙여 넣습니다.',
        'Paste the signing key below into Settings → Webhooks… → Signing Key.',
      ),
      say(
        '같은 Wi-Fi의 컴퓨터에서 아래 명령 세 개를 실행합니다. 주소, Username, Password는 Home 화면의 Local server에 있습니다.',
        'Run the three commands below on a computer in the same Wi-Fi. Home shows the address, username and password under “Local server”.',
      ),
      say(
        'Settings → Ping → Interval (seconds)에 600을 넣으면 10분마다 생존 신호를 보냅니다. Settings → Battery optimization을 눌러 최적화를 끕니다.',
        'Enter 600 at Settings → Ping → Interval (seconds) for a sign of life every ten minutes. Tap Settings → Battery optimization to turn it off.',
      ),
      NO_CHAT,
      say(
        '이 앱은 모든 문자를 보냅니다. 은행 문자만 오는 휴대폰을 쓰는 것이 좋습니다. 입금이 아닌 문자는 저장하지 않습니다.',
        'This app hands on every SMS. A phone that only gets those of the bank is best. Messages that are no deposits are not stored.',
      ),
      say(
        `${TRY_IT.ko} 나타나지 않으면 앱의 Settings → Logs → View를 봅니다.`,
        `${TRY_IT.en} If it does not, look at Settings → Logs → View in the app.`,
      ),
      REQUIRE_SIGNATURE,
    ],
    snippets: [
      { label: say('서명 키 (Signing Key)', 'Signing Key'), text: secret },
      { label: say('문자 (SMS)', 'Messages (SMS)'), text: webhook('sms:received') },
      { label: say('긴 문자 (LMS)', 'Long messages (LMS)'), text: webhook('mms:downloaded') },
      { label: say('생존 신호', 'Sign of life'), text: webhook('system:ping') },
    ],
  };
}

/** The app of bogkonstantin: small, and it asks only to receive SMS. */
export function incomingSmsToUrl({ url }: ForwarderSetUp): ForwarderGuide {
  return {
    id: 'incoming-sms-to-url',
    name: 'Incoming SMS to URL forwarder (bogkonstantin)',
    platform: 'android',
    recommended: true,
    proof: 'token',
    steps: [
      say(
        'F-Droid 또는 github.com/bogkonstantin/android_income_sms_gateway_webhook/releases에서 설치하고 SMS 권한을 허용합니다.',
        'Install it from F-Droid or github.com/bogkonstantin/android_income_sms_gateway_webhook/releases and allow SMS.',
      ),
      say(
        '+를 누르고 Sender에 은행 번호를 넣습니다. 문자 앱에 보이는 번호와 똑같아야 합니다. 번호가 여럿이면 하나씩 추가합니다.',
        'Tap + and enter the bank’s number as “Sender”, exactly as the messages app shows it. Add one entry for each number.',
      ),
      say(
        'Webhook URL에 아래 주소를 붙여 넣습니다. 나머지(Json Payload Template, Headers, Chunked Mode)는 그대로 둡니다.',
        'Paste the address below into “Webhook URL”. Leave the rest (Json Payload Template, Headers, Chunked Mode) as it is.',
      ),
      say(
        'Test를 누릅니다. success가 나오면 Add를 누릅니다. 상태 표시줄에 F 아이콘이 보이면 동작 중입니다.',
        'Tap “Test”. When it says “success” tap “Add”. The F icon in the status bar says that it is listening.',
      ),
      KEEP_AWAKE,
      NO_CHAT,
      TRY_IT,
    ],
    snippets: [{ label: say('Webhook URL', 'Webhook URL'), text: url }],
  };
}

/** SmsForwarder of pppscn hands on notifications of apps as well. It does not check certificates. */
export function smsForwarder({ url }: ForwarderSetUp): ForwarderGuide {
  const params = (text: string): string =>
    `{"from":"[from]","org_content":"${text}","received_at":"[receive_time]"}`;
  return {
    id: 'sms-forwarder',
    name: 'SmsForwarder (pppscn)',
    platform: 'android',
    recommended: false,
    proof: 'token',
    steps: [
      say(
        'github.com/pppscn/SmsForwarder/releases에서 설치하고 SMS 권한을 허용합니다. Settings에서 Forward Sms를 켭니다. 은행 앱 알림도 보내려면 Forward App Notify를 켜고 알림 접근을 허용합니다.',
        'Install it from github.com/pppscn/SmsForwarder/releases and allow SMS. Turn “Forward Sms” on in Settings. For notifications of a bank’s app turn “Forward App Notify” on and allow notification access.',
      ),
      say(
        'Settings의 Retry Interval에서 재시도 횟수를 3 이상으로 바꿉니다. 처음에는 0이라 전송에 실패하면 문자를 잃습니다.',
        'Set the number of retries at Settings → Retry Interval to 3 or more. It is 0 at first, and a message that cannot be sent is lost.',
      ),
      say(
        'Senders에 Webhook을 추가합니다. Method는 POST, Webhook Server는 아래 주소, Params는 아래 JSON입니다. Secret은 비워 둡니다.',
        'Add a “Webhook” at Senders: Method POST, Webhook Server the address below, Params the JSON below. Leave “Secret” empty.',
      ),
      say(
        'Rules에서 Add rule을 누르고 Field는 Phone No., Type은 Is, Value는 은행 번호로 한 뒤 위의 Webhook을 고릅니다. 앱 알림은 PkgName에 은행 앱을 넣습니다.',
        'At Rules tap “Add rule”: Field “Phone No.”, Type “Is”, Value the bank’s number, and select the webhook. For notifications put the bank’s app into “PkgName”.',
      ),
      KEEP_AWAKE,
      NO_CHAT,
      say(
        '이 앱은 서버 인증서를 확인하지 않습니다(소스 확인). 공용 Wi-Fi에서는 쓰지 마세요.',
        'This app does not check the server’s certificate (so its source says). Do not use it in a public Wi-Fi.',
      ),
      TRY_IT,
    ],
    snippets: [
      { label: say('Webhook Server', 'Webhook Server'), text: url },
      { label: say('Params: 문자', 'Params: messages'), text: params('[org_content]') },
      {
        label: say('Params: 앱 알림', 'Params: notifications'),
        text: params('[title]\\n[org_content]'),
      },
    ],
  };
}

/** textbee signs, but its server reads every message on the way. */
export function textbee({ url, secret }: ForwarderSetUp): ForwarderGuide {
  return {
    id: 'textbee',
    name: 'textbee (vernu)',
    platform: 'android',
    recommended: false,
    proof: 'signature',
    steps: [
      say(
        'textbee.dev에 가입하고 textbee.dev/download의 앱을 설치한 뒤, dashboard의 QR 코드를 앱에서 스캔합니다. 문자가 textbee 서버를 거치므로(직접 설치한 서버 제외) 문자 내용이 그곳에 저장됩니다.',
        'Sign up at textbee.dev, install the app from textbee.dev/download and scan the QR code of the dashboard. Messages go through textbee’s server, which stores them, unless you host it yourself.',
      ),
      say(
        '앱에서 Grant SMS Permissions를 누르고 Receive SMS와 Sticky Notification을 켭니다.',
        'In the app tap “Grant SMS Permissions” and turn “Receive SMS” and “Sticky Notification” on.',
      ),
      say(
        'Configure Filter → Enable Filter → Allow List로 은행 번호만 허용합니다.',
        'Allow only the bank’s number: Configure Filter → Enable Filter → Allow List.',
      ),
      say(
        'dashboard의 Webhooks → Create Webhook에서 Delivery URL과 Signing Secret에 아래 값을 넣고 Events는 MESSAGE_RECEIVED만 고릅니다.',
        'At Webhooks → Create Webhook in the dashboard enter the Delivery URL and the Signing Secret below; Events: MESSAGE_RECEIVED only.',
      ),
      KEEP_AWAKE,
      NO_CHAT,
      TRY_IT,
      REQUIRE_SIGNATURE,
    ],
    snippets: [
      { label: say('Delivery URL', 'Delivery URL'), text: url },
      { label: say('Signing Secret', 'Signing Secret'), text: secret },
    ],
  };
}
