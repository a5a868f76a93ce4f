// What the deposits pages do more where scripts run. Each of them works without this file.

/** Nothing is sent from a list that has just moved under the finger. */
const SETTLE_MS = 450;
/** A stream that the server has refused is tried again after this. */
const RETRY_MS = 10000;

const { events, part, news } = document.body.dataset;
const lang = document.documentElement.lang;
const state = () => document.getElementById('live-state');

let isPressed = false;
let source = null;
let isLoading = false;
let isStale = false;
/** The server's clock minus ours, in milliseconds. */
let clockOffset = 0;

function showSync(isOn) {
  const line = document.querySelector('.sync-state');
  if (!line) return;
  const text = isOn ? line.dataset.on : line.dataset.off;
  line.dataset.state = isOn ? 'on' : 'off';
  if (line.textContent !== text) line.textContent = text;
}

function listen() {
  source?.close();
  source = new EventSource(events);
  source.addEventListener('open', () => showSync(true));
  source.addEventListener('changed', ({ data }) => data !== state().dataset.stamp && refresh());
  source.addEventListener('ended', () => location.reload());
  source.addEventListener('error', () => {
    showSync(false);
    // Lost connections come back by themselves; refused ones do not. Looking tells whether we are still signed in.
    if (source?.readyState === EventSource.CLOSED)
      setTimeout(() => source && refresh().then(listen), RETRY_MS);
  });
}

/** A browser opens six connections at most: pages that nobody sees do not take one. */
function follow() {
  if (!document.hidden) return listen();
  source?.close();
  source = null;
}

/** Fetches what has changed and puts it into the page, now or once nobody presses anything. */
async function refresh() {
  isStale = isLoading || isPressed;
  if (isStale) return;
  isLoading = true;
  try {
    const response = await fetch(part, { cache: 'no-store' });
    // To the login page, which knows why.
    if (response.redirected) return location.assign(response.url);
    if (response.status === 404 || response.status === 403) return location.reload();
    if (response.ok) replaceParts(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {
    // Offline: the stream says so, and tells of changes once it is back.
  } finally {
    isLoading = false;
  }
  if (isStale && !isPressed) await refresh();
}

function replaceParts(fresh) {
  const focused = document.activeElement?.id;
  const opened = [...document.querySelectorAll('[data-live] details[open]')].map(({ id }) => id);
  const keysBefore = keys();
  const anchor = scrollY > 0 ? anchorOf() : null;
  for (const now of fresh.querySelectorAll('[data-live]')) {
    for (const id of opened) now.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '');
    document.getElementById(now.id)?.replaceWith(now);
  }
  document.title = state().dataset.title;
  clockOffset = Number(state().dataset.now) - Date.now();
  if (focused) restoreFocus(focused);
  anchor?.restore();
  const hasNew = [...keys()].some((key) => !keysBefore.has(key));
  if (keysBefore.size !== keys().size || hasNew) settle();
  if (hasNew) announce();
  tellTime();
}

const keys = () => new Set([...document.querySelectorAll('[data-key]')].map(({ dataset }) => dataset.key));

/** The list has moved: for a moment nothing in it can be sent. */
function settle() {
  for (const live of document.querySelectorAll('[data-live]')) {
    live.setAttribute('aria-busy', 'true');
    setTimeout(() => live.removeAttribute('aria-busy'), SETTLE_MS);
  }
}

/** The row that somebody is at, or else the first one on the screen, stays where it is, whatever comes in above it. */
function anchorOf() {
  const rows = [...document.querySelectorAll('[data-key]')];
  const topOf = (row) => row.firstElementChild.getBoundingClientRect().top;
  const isSeen = (row) => topOf(row) >= 0 && topOf(row) < innerHeight;
  const row = rows.find((one) => one.contains(document.activeElement) && isSeen(one)) ?? rows.find(isSeen);
  if (!row) return null;
  const top = topOf(row);
  const selector = `[data-key="${CSS.escape(row.dataset.key)}"]`;
  const restore = () => {
    const there = document.querySelector(selector);
    if (there) scrollBy(0, topOf(there) - top);
  };
  return { restore };
}

function restoreFocus(id) {
  const there = document.getElementById(id);
  if (there && there !== document.activeElement) there.focus({ preventScroll: true });
}

function announce() {
  let line = document.getElementById('news');
  if (!line) {
    line = document.createElement('p');
    line.id = 'news';
    line.className = 'hidden';
    line.setAttribute('role', 'status');
    document.body.append(line);
  }
  // The same words twice are told twice.
  line.textContent = '';
  setTimeout(() => (line.textContent = news), 100);
}

const UNITS = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [Infinity, 'day'],
];

/** Keeps "3 minutes ago" true, by the server's clock. */
function tellTime() {
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  for (const time of document.querySelectorAll('time[data-ago]')) {
    let left = Math.floor((Date.now() + clockOffset - Number(time.dataset.ago)) / 1000);
    if (left < 10) continue;
    for (const [size, unit] of UNITS) {
      if (left < size) {
        time.textContent = relative.format(-left, unit);
        break;
      }
      left = Math.floor(left / size);
    }
  }
}

/** A second click while the first is on its way does nothing, and none does while the list is moving. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent || form.closest('[aria-busy]')) return event.preventDefault();
  form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copy]');
  if (!button) return;
  const label = button.firstElementChild;
  await navigator.clipboard.writeText(button.dataset.copy);
  const text = label.textContent;
  label.textContent = button.dataset.done;
  if (text !== button.dataset.done) setTimeout(() => (label.textContent = text), 2000);
});

for (const [name, pressed] of [
  ['pointerdown', true],
  ['pointerup', false],
  ['pointercancel', false],
])
  document.addEventListener(name, () => {
    isPressed = pressed;
    if (!pressed && isStale) setTimeout(refresh, SETTLE_MS);
  });

if (navigator.clipboard)
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.firstElementChild.setAttribute('aria-live', 'polite');
    button.hidden = false;
  }

const notice = document.querySelector('[data-notice]');
if (notice) {
  notice.focus();
  // So that a reload does not say again what was done before.
  const address = new URL(location.href);
  for (const name of ['notice', 'refused', 'deposit', 'why']) address.searchParams.delete(name);
  history.replaceState(null, '', address);
}

if (events) {
  clockOffset = Number(state().dataset.now) - Date.now();
  setInterval(tellTime, 15000);
  document.addEventListener('visibilitychange', follow);
  follow();
}
