import { type Html, html } from './html.ts';

/** Drawings take the colour of the text beside them and say nothing that the text does not. */
function icon(size: number, paths: Html): Html {
  return html`<svg
    class="icon"
    width="${size}"
    height="${size}"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${paths}
  </svg>`;
}

const PATHS = {
  check: html`<path d="M5 12.5l4.5 4.5L19 7.5" />`,
  cross: html`<path d="M7 7l10 10M17 7L7 17" />`,
  clock: html`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`,
  arrow: html`<path d="M5 12h14M13 6l6 6-6 6" />`,
  bank: html`<path d="M4 10l8-5 8 5M5 19h14M7 10v6M12 10v6M17 10v6" />`,
  back: html`<path d="M9 14l-4-4 4-4M5 10h9a5 5 0 0 1 0 10h-3" />`,
} as const;

export type StatusIcon = keyof typeof PATHS;

/** The large sign above a state's headline. */
export function statusIcon(name: StatusIcon): Html {
  return html`<span class="sign">${icon(32, PATHS[name])}</span>`;
}

export const BRAND_ICON: Html = icon(
  20,
  html`<rect x="5" y="10.5" width="14" height="9.5" rx="2" /><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5" />`,
);

export const TEST_ICON: Html = icon(
  16,
  html`<path d="M9 4h6M10 4v6l-5 8.5A1 1 0 0 0 6 20h12a1 1 0 0 0 1-1.5L14 10V4" />`,
);
