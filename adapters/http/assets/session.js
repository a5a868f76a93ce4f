// What the page of an order does more where scripts run. It works without this file.

/** Waits between looks while no stream tells of changes. */
const LOOK_MS = 3000;
const LOOK_LONG_MS = 10000;
const LOOKS_BEFORE_LONG = 40;
const FORM = '.checkout-form';
/** Both show the form: no news for whoever fills it in. */
const FORM_STATES = ['payable', 'declined'];

const all = (selector, work) => document.querySelectorAll(selector).forEach(work);

/** Shows what is so now; the address may carry a notice that is over. */
function showNow() {
  const { pathname, searchParams } = new URL(location.href);
  searchParams.delete('notice');
  location.replace(searchParams.size ? `${pathname}?${searchParams}` : pathname);
}

/** To load another page would stop a form on its way. */
const isSending = () => [...document.forms].some((form) => form.dataset.sent);

function watch({ events, status, state }) {
  let isTold = false;
  let isOver = false;
  let looks = 0;
  const source = new EventSource(events);
  const stop = () => {
    isOver = true;
    source.close();
  };
  const hear = (now) => {
    const isForm = FORM_STATES.includes(now) && FORM_STATES.includes(state);
    if (isOver || now === state || isForm || isSending()) return;
    stop();
    showNow();
  };
  source.addEventListener('state', ({ data }) => {
    isTold = true;
    hear(data);
  });
  source.addEventListener('error', () => (isTold = false));
  async function look() {
    if (isOver) return;
    if (!isTold && !document.hidden) {
      looks += 1;
      try {
        const response = await fetch(status, { cache: 'no-store' });
        if (response.ok) hear((await response.json()).state);
      } catch {
        // Offline: the next look may succeed.
      }
    }
    setTimeout(look, looks < LOOKS_BEFORE_LONG ? LOOK_MS : LOOK_LONG_MS);
  }
  setTimeout(look, LOOK_MS);
  return stop;
}

function offerCopy(button) {
  const label = button.firstElementChild;
  const text = label.textContent;
  label.setAttribute('aria-live', 'polite');
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = text), 2000);
  });
}

function offerPrint(button) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

/** Leads back to the shop after some seconds, unless somebody does anything here, or comes back to look. */
function leadBack(line) {
  const [visit] = performance.getEntriesByType('navigation');
  if (visit?.type !== 'navigate' || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  let left = Number(line.dataset.seconds);
  const timer = setInterval(() => {
    if (document.hidden) return;
    left -= 1;
    line.querySelector('[data-left]').textContent = left;
    if (left > 0) return;
    stop();
    location.assign(line.dataset.return);
  }, 1000);
  const stop = (event) => {
    // The button in the line is clicked, and then the focus is moved.
    if (event?.type === 'pointerdown' && line.contains(event.target)) return;
    clearInterval(timer);
    if (event?.type === 'click' && line.contains(event.target)) line.previousElementSibling.focus();
    // Not hidden: what stands below must not move under a finger.
    line.style.visibility = 'hidden';
  };
  line.hidden = false;
  for (const name of ['click', 'keydown', 'pointerdown', 'wheel'])
    addEventListener(name, stop, { once: true });
}

/** What was typed goes along to the other language, in this window's memory only. */
async function changeLanguage(event) {
  const form = document.querySelector(FORM);
  if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  try {
    const response = await fetch(href, { cache: 'no-store' });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    refill(page.querySelector(FORM), form);
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.body.replaceWith(page.body);
    history.replaceState(null, '', href);
    start();
    dispatchEvent(new Event('order-shown'));
    document.querySelector('a.language')?.focus();
  } catch {
    location.assign(href);
  }
}

function refill(fresh, form) {
  const isSamePrice = fresh.elements.amount.value === form.elements.amount.value;
  for (const { name, type, value, checked } of form.elements) {
    if (!name || ['hidden', 'submit', 'button'].includes(type)) continue;
    const there = [...fresh.elements].filter((field) => field.name === name);
    if (type === 'radio') there.forEach((field) => field.value === value && (field.checked = checked));
    // Whoever has agreed has agreed to the price that he saw.
    else if (type === 'checkbox') there.forEach((field) => (field.checked = checked && isSamePrice));
    else there.forEach((field) => (field.value = value));
  }
}

/** A second click while the first one is on its way does nothing. The server would not pay twice either. */
function sendOnce(form) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}

let stopWatching = () => {};

function start() {
  const { dataset } = document.body;
  // That of the body before, in the other language.
  stopWatching();
  if (dataset.events) stopWatching = watch(dataset);
  if (navigator.clipboard) all('button[data-copy]', offerCopy);
  all('button[data-print]', offerPrint);
  all('[data-return]', leadBack);
  all('a.language', (link) => link.addEventListener('click', changeLanguage));
  all('form', sendOnce);
}

addEventListener('pageshow', ({ persisted }) => {
  // As it was left, which may not be how the order is.
  if (persisted) return location.reload();
  all('form', (form) => delete form.dataset.sent);
});
start();
