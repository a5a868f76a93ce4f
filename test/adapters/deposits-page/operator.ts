import * as assert from 'uvu/assert';

/** One page as a browser without scripts sees it. */
export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What people read: without markup, blanks as one. */
  readonly text: string;
  readonly h1: string;
  /** What the page says at its top. */
  readonly notice: string | null;
}

/** A browser without scripts in which somebody has signed in. */
export interface Operator {
  open(path: string): Promise<Seen>;
  /** Sends the page's form whose action ends with `path`, as it stands there but for `fields`. */
  press(page: Seen, path: string, fields?: Readonly<Record<string, string>>): Promise<Seen>;
  /** A POST as a hostile or broken sender might make it; redirects are not followed. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

/** Somebody with this token; null for nobody. */
export function operator(base: string, token: string | null, language = 'ko'): Operator {
  const own = {
    'accept-language': language,
    ...(token === null ? {} : { cookie: `kc_deposits=${token}` }),
  };
  const load = async (url: string, init: RequestInit = {}): Promise<Seen> => {
    const response = await fetch(url, { redirect: 'manual', ...init, headers: own });
    const location = response.headers.get('location');
    if (location === null) return seen(url, response);
    await response.arrayBuffer();
    return load(new URL(location, url).href);
  };
  return {
    open: (path) => load(new URL(path, base).href),
    press: (page, path, fields = {}) => {
      const form = formsOf(page.html).find(({ action }) => new URL(action, page.url).pathname.endsWith(path));
      if (!form) throw new Error(`the page "${page.h1}" has no form for ${path}`);
      const body = new URLSearchParams({ ...form.hidden, ...fields });
      return load(new URL(form.action, page.url).href, { method: 'POST', body });
    },
    post: (path, fields, headers = {}) =>
      fetch(new URL(path, base), {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
        headers: { ...own, ...headers },
      }),
  };
}

/** The token of the page's forms of the workspace: that of the last form, the first one being to sign out. */
export function tokenOf({ html }: Seen): string {
  const tokens = [...html.matchAll(/name="token" value="([^"]+)"/g)];
  const token = tokens.at(-1)?.[1];
  assert.ok(token, 'the page has no form');
  return token ?? '';
}

/** What the page's forms are, with what they send along unseen. */
function formsOf(html: string): { action: string; hidden: Record<string, string> }[] {
  return [...html.matchAll(/<form[^>]*? action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inner = '']) => ({
      action: unescaped(action),
      hidden: Object.fromEntries(
        [...inner.matchAll(/<input[^>]*?type="hidden"[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"/g)].map(
          ([, name = '', value = '']) => [name, unescaped(value)],
        ),
      ),
    }),
  );
}

async function seen(url: string, response: Response): Promise<Seen> {
  const html = await response.text();
  const plain = (markup: string): string =>
    unescaped(markup.replace(/<[^>]*>/g, ' '))
      .replace(/\s+/g, ' ')
      .trim();
  const notice = /<div class="alert [^"]*notice"[^>]*>\s*<p>([\s\S]*?)<\/p>/.exec(html)?.[1];
  return {
    url,
    status: response.status,
    headers: response.headers,
    html,
    text: plain(html.replace(/<head>[\s\S]*<\/head>/, '')),
    h1: plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''),
    notice: notice === undefined ? null : plain(notice),
  };
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
