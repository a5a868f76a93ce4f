// The button that searches an address on the page of an order. Without this file it is not there.

/** How long the search may take to load. */
const SEARCH_MS = 6000;

function offerAddressSearch(box) {
  const [opener, closer, panel, said] = ['open', 'close', 'panel', 'said'].map((name) =>
    box.querySelector(`[data-${name}]`),
  );
  let frame = null;
  let limit = 0;

  function close(text = '') {
    clearTimeout(limit);
    removeEventListener('message', hear);
    frame?.remove();
    frame = null;
    panel.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    said.textContent = text;
  }

  function leave(text) {
    close(text);
    opener.focus();
  }

  function hear({ source, origin, data }) {
    if (source !== frame?.contentWindow || origin !== location.origin) return;
    if (data?.from !== 'address-search') return;
    if (data.failed) return leave(said.dataset.failed);
    if (data.ready) {
      clearTimeout(limit);
      said.textContent = '';
    }
    if (data.found) fillIn(data.found);
  }

  function fillIn({ postcode, address }) {
    const { elements } = box.closest('form');
    elements.postcode.value = postcode;
    elements.address.value = address;
    close(said.dataset.found);
    elements.address_detail.focus();
  }

  opener.addEventListener('click', () => {
    if (frame) return leave();
    frame = document.createElement('iframe');
    frame.src = box.dataset.addressSearch;
    frame.title = panel.getAttribute('aria-label');
    addEventListener('message', hear);
    limit = setTimeout(() => leave(said.dataset.failed), SEARCH_MS);
    panel.append(frame);
    panel.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    said.textContent = said.dataset.loading;
    panel.focus();
  });
  closer.addEventListener('click', () => leave());
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && leave());
  box.hidden = false;
}

const offerAll = () => document.querySelectorAll('[data-address-search]').forEach(offerAddressSearch);

// The page has put another language in the place of what was there.
addEventListener('order-shown', offerAll);
offerAll();
