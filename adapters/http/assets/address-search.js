// Runs in the window of the address search alone: loads Kakao's postcode search, and tells the page that opened the
// window what was chosen. It knows that page only as the name of a channel, in the hash.

const SOURCES = ['https://t1.kakaocdn.net', 'https://t1.daumcdn.net'];
const PATH = '/mapjsapi/bundle/postcode/prod/postcode.v2.js';

/** How long one of them may take. */
const SOURCE_MS = 4000;

const [said, place, closer] = ['said', 'place', 'close'].map((name) =>
  document.querySelector(`[data-${name}]`),
);
const [, name] = /^#([0-9a-f]{32})$/.exec(location.hash) ?? [];
const channel = name ? new BroadcastChannel(name) : null;

const tell = (type, more = {}) => channel?.postMessage({ type, ...more });

function load(source) {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = source + PATH;
    script.addEventListener('load', done);
    script.addEventListener('error', failed);
    setTimeout(failed, SOURCE_MS);
    document.head.append(script);
  });
}

/** As Korean post wants it: the road with the quarter and the building behind it, or the old number of the land. */
function addressOf({ userSelectedType, roadAddress, jibunAddress, bname, buildingName, apartment }) {
  if (userSelectedType !== 'R' && jibunAddress) return jibunAddress;
  const quarter = /[동로가]$/.test(bname ?? '') ? bname : '';
  const building = apartment === 'Y' ? buildingName : '';
  const more = [quarter, building].filter(Boolean).join(', ');
  return more ? `${roadAddress} (${more})` : roadAddress;
}

/** Closes the window. Some browsers do not let it: then these words stay. */
function leave(...words) {
  place.remove();
  said.replaceChildren(...words);
  closer.focus();
  window.close();
}

function choose(data) {
  const [postcode, address] = [data.zonecode, addressOf(data)];
  tell('found', { postcode, address });
  // Whoever must type it after all, because the page is gone, can read it here.
  const chosen = document.createElement('strong');
  chosen.textContent = `(${postcode}) ${address}`;
  leave(chosen, said.dataset.found);
}

function show({ Postcode }) {
  new Postcode({ oncomplete: choose, width: '100%', height: '100%' }).embed(place, { autoClose: false });
  said.textContent = '';
  tell('ready');
}

async function start() {
  // Without a name nobody waits for an address.
  for (const source of name ? SOURCES : []) {
    try {
      await load(source);
      return show(window.kakao?.Postcode ? window.kakao : window.daum);
    } catch {
      // The other address may be reached, or speak as we expect.
    }
  }
  tell('unavailable');
  said.textContent = said.dataset.failed;
}

closer.addEventListener('click', () => {
  tell('closed');
  leave(said.dataset.left);
});
addEventListener('pagehide', () => tell('closed'));
void start();
