// Runs in the frame of the address search alone: loads Kakao's postcode search and tells the page what was found.
const SOURCES = ['https://t1.kakaocdn.net', 'https://t1.daumcdn.net'];
const PATH = '/mapjsapi/bundle/postcode/prod/postcode.v2.js';

const tell = (message) => parent.postMessage({ from: 'address-search', ...message }, location.origin);

function load(source) {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = source + PATH;
    script.addEventListener('load', done);
    script.addEventListener('error', failed);
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

function show({ Postcode }) {
  const place = document.createElement('div');
  place.style.cssText = 'position: fixed; inset: 0';
  document.body.append(place);
  const oncomplete = (data) => tell({ found: { postcode: data.zonecode, address: addressOf(data) } });
  new Postcode({ oncomplete, width: '100%', height: '100%' }).embed(place, { autoClose: false });
  tell({ ready: true });
}

async function start() {
  for (const source of SOURCES) {
    try {
      await load(source);
      return show(window.kakao?.Postcode ? window.kakao : window.daum);
    } catch {
      // The other address may be reached, or speak as we expect.
    }
  }
  tell({ failed: true });
}

void start();
