// What the pages do more where scripts run. Each of them works without this file.

/** Waits between looks at a payment that ends without the buyer's doing. */
const WATCH_MS = 3000;
const WATCH_LONG_MS = 10000;
const LOOKS_BEFORE_LONG = 40;

function watch({ watch: path, state }) {
  let looks = 0;
  async function look() {
    looks += 1;
    try {
      const response = document.hidden ? null : await fetch(path, { cache: 'no-store' });
      const now = response?.ok ? await response.json() : { state };
      // Not reload(): the address may carry a notice that is over.
      if (now.state !== state) return location.replace(location.href.replace(/([?&])notice=\w+&?/, '$1'));
    } catch {
      // Offline: the next look may succeed.
    }
    setTimeout(look, looks < LOOKS_BEFORE_LONG ? WATCH_MS : WATCH_LONG_MS);
  }
  setTimeout(look, WATCH_MS);
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

function offerFill(button) {
  const form = document.querySelector('form[data-card]');
  button.hidden = false;
  button.addEventListener('click', () => {
    form.elements.number.value = button.dataset.fill;
    form.elements.expiry.value ||= '12/34';
    form.elements.cvc.value ||= '123';
    form.elements.number.scrollIntoView({ block: 'center' });
    form.querySelector('button[type=submit]').focus();
  });
}

/** A second click while the first one is on its way does nothing. The server would not pay twice either. */
function sendOnce(form) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
  addEventListener('pageshow', () => delete form.dataset.sent);
}

if (document.body.dataset.watch) watch(document.body.dataset);
if (navigator.clipboard) document.querySelectorAll('button[data-copy]').forEach(offerCopy);
document.querySelectorAll('button[data-fill]').forEach(offerFill);
document.querySelectorAll('form').forEach(sendOnce);
