import * as assert from 'uvu/assert';

/** One page as a browser without scripts sees it. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The headline. */
  readonly h1: string;
  readonly title: string;
  /** Where its forms go, as written. */
  readonly forms: readonly string[];
  /** Where its links lead, as written. */
  readonly links: readonly string[];
}

/** A browser without scripts: it follows our redirects by itself and sends forms with their hidden fields. */
export interface Visitor {
  open(url: string): Promise<Visit>;
  /** Sends the page's form whose action ends with `path`. */
  submit(page: Visit, path: string, fields?: Readonly<Record<string, string>>): Promise<Visit>;
}

/** A visitor that reads Korean unless `headers` say otherwise. */
export function visitor(headers: Readonly<Record<string, string>> = {}): Visitor {
  const load = async (url: string, init: RequestInit): Promise<Visit> => {
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { ...headers, ...init.headers },
    });
    const location = response.headers.get('location');
    if (location === null) return visitOf(url, response);
    await response.arrayBuffer();
    return load(new URL(location, url).href, {});
  };
  return {
    open: (url) => load(url, {}),
    submit: (page, path, fields = {}) => {
      const action = page.forms.find((target) => new URL(target, page.url).pathname.endsWith(path));
      assert.ok(action, `the page "${page.title}" has no form for ${path}`);
      const body = new URLSearchParams({ token: tokenOf(page), ...fields });
      return load(new URL(action ?? '', page.url).href, { method: 'POST', body });
    },
  };
}

/** The hidden field of the page's first form. */
export function tokenOf({ html }: Visit): string {
  return /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

async function visitOf(url: string, response: Response): Promise<Visit> {
  const html = await response.text();
  const text = (pattern: RegExp): string => (pattern.exec(html)?.[1] ?? '').replace(/\s+/g, ' ').trim();
  const targets = (pattern: RegExp): string[] =>
    [...html.matchAll(pattern)].map(([, target]) => unescaped(target ?? ''));
  return {
    url,
    status: response.status,
    headers: response.headers,
    html,
    h1: text(/<h1[^>]*>([\s\S]*?)<\/h1>/),
    title: text(/<title>([\s\S]*?)<\/title>/),
    forms: targets(/<form[^>]*? action="([^"]*)"/g),
    links: targets(/<a[^>]*? href="([^"]*)"/g),
  };
}

function unescaped(text: string): string {
  return text
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'");
}

/** What to type for a test card. */
export function card(number: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { number, expiry: '12/34', cvc: '123', ...more };
}
