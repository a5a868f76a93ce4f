// The button that searches an address on the page of an order. Without this file it is not there.
// The search has a window of its own, which knows nothing of this page: it is opened without an opener, and what was
// chosen comes back over a channel whose name only the two know.

/** How long the search may take to open and to load, its two sources one after the other. */
const SEARCH_MS = 9000;
const WINDOW = 'noopener,noreferrer,width=500,height=600';

/** The search that is open, of this page and not of one button: the page may meanwhile show another language. */
let channel = null;
let limit = 0;

const parts = () => {
  const box = document.querySelector('[data-address-search]');
  return { box, said: box?.querySelector('[data-said]') };
};

function say(name) {
  const { said } = parts();
  if (said) said.textContent = said.dataset[name] ?? '';
}

function end() {
  clearTimeout(limit);
  channel?.close();
  channel = null;
}

/** Nobody can guess it, and nothing of the order is in it. Works without https too, unlike `randomUUID`. */
const newName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

const isPostcode = (text) => typeof text === 'string' && /^\d{5}$/.test(text);
const isAddress = (text) =>
  typeof text === 'string' &&
  text.trim() !== '' &&
  text.length <= 200 &&
  !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);

function hear({ data }) {
  if (data?.type === 'ready') {
    clearTimeout(limit);
    say('opened');
  } else if (data?.type === 'unavailable') {
    end();
    say('failed');
  } else if (data?.type === 'closed') {
    end();
    // Why it was closed may be what is said here.
    const { said } = parts();
    if (said && said.textContent !== said.dataset.failed) say();
  } else if (data?.type === 'found' && isPostcode(data.postcode) && isAddress(data.address)) {
    end();
    fillIn(data);
  }
}

function fillIn({ postcode, address }) {
  const elements = parts().box?.closest('form')?.elements;
  if (!elements) return;
  elements.postcode.value = postcode;
  elements.address.value = address;
  say('found');
  elements.address_detail.focus();
}

function search({ dataset }) {
  end();
  const name = newName();
  channel = new BroadcastChannel(name);
  channel.addEventListener('message', hear);
  // A blocked window cannot be told from an open one here. It may still come, when the buyer then allows it.
  limit = setTimeout(() => say('failed'), SEARCH_MS);
  say('loading');
  window.open(`${dataset.addressSearch}#${name}`, '_blank', WINDOW);
}

function offerAddressSearch() {
  const { box } = parts();
  if (!box || !('BroadcastChannel' in window)) return;
  box.querySelector('[data-open]').addEventListener('click', () => search(box));
  box.hidden = false;
}

// The page has put another language in the place of what was there.
addEventListener('order-shown', offerAddressSearch);
offerAddressSearch();
