// Known to this file alone, so that no data from outside can pass for markup.
const MARKUP = Symbol('markup');

/** Markup that is safe to send: only `html` makes it. */
export interface Html {
  readonly [MARKUP]: string;
}

/** What may stand in a template. Text and numbers are escaped; null, undefined and false leave nothing. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | null | undefined | false;

/**
 * The only way in which text becomes HTML: `` html`<p>${text}</p>` ``. Values are escaped for text and for
 * attributes in double quotes; they must stand nowhere else.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = compact(strings).map(
    (text, index) => (index === 0 ? '' : markupOf(values[index - 1])) + text,
  );
  return { [MARKUP]: parts.join('') };
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** A template's own text without the indentation of its source; what is filled in stays as it is. */
function compact(strings: TemplateStringsArray): readonly string[] {
  const known = compacted.get(strings);
  if (known) return known;
  const parts = strings.map((text) => text.replace(/\s*\n\s*/g, '\n'));
  compacted.set(strings, parts);
  return parts;
}

/** The text to send. */
export function render(page: Html): string {
  return page[MARKUP];
}

function markupOf(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  return isList(value) ? value.map(markupOf).join('') : value[MARKUP];
}

function isList(value: Html | readonly HtmlValue[]): value is readonly HtmlValue[] {
  return Array.isArray(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
