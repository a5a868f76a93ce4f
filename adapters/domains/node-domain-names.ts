import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { parse } from 'tldts';
import type { DomainNames } from '../../core/index.ts';

export interface NodeDomainNamesOptions {
  /** The host of our public address, as it stands in a URL; custom domains must lead there. */
  readonly publicHost: string;
  /** Name servers to ask, `1.1.1.1` or `127.0.0.1:5353`; those of the system when left out. */
  readonly servers?: readonly string[];
  /** How long one server has for the first try of a question, in milliseconds. */
  readonly timeoutMs?: number;
  readonly tries?: number;
}

/** All tries of one question, with all servers, take no longer than this. */
const QUESTION_LIMIT_MS = 10_000;

/** Longer chains of CNAMEs are a mistake or a loop. */
const CNAME_HOPS_MAX = 8;

/** What a server says of a name that has no such record, or does not exist, or cannot exist. */
const CERTAINLY_NONE: readonly unknown[] = ['ENODATA', 'ENOTFOUND', 'EBADNAME'];

type Ask = <T>(question: (resolver: Resolver) => Promise<readonly T[]>) => Promise<readonly T[] | null>;

/** DNS by Node's resolver (which asks name servers itself: no hosts file), public suffixes by `tldts`. */
export function nodeDomainNames(options: NodeDomainNamesOptions): DomainNames {
  const ask = asker(options);
  const publicHost = plain(options.publicHost.replace(/^\[|\]$/g, ''));
  return {
    split: (host) => {
      // With the private part of the list: who has `shop.github.io` has registered just that.
      const { domain, subdomain, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
      return domain === null || !(isIcann || isPrivate)
        ? null
        : { registrable: domain, sub: subdomain ?? '' };
    },
    txt: (name) =>
      // A record longer than 255 bytes comes in pieces.
      ask(async (resolver) => (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''))),
    pointsHere: async (host) =>
      (await isAlias(ask, host, publicHost)) || sharesAddress(ask, host, publicHost),
  };
}

/** Whether a chain of CNAMEs leads from one name to the other. */
async function isAlias(ask: Ask, from: string, to: string): Promise<boolean> {
  let name = from;
  for (let hop = 0; hop < CNAME_HOPS_MAX; hop += 1) {
    const [target] = (await ask((resolver) => resolver.resolveCname(name))) ?? [];
    if (target === undefined) return false;
    name = plain(target);
    if (name === to) return true;
  }
  return false;
}

/** Whether every address of the name is one of ours: one that is not would get some of the buyers. */
async function sharesAddress(ask: Ask, host: string, publicHost: string): Promise<boolean | null> {
  const [theirs, ours] = await Promise.all([addresses(ask, host), addresses(ask, publicHost)]);
  if (theirs === null || ours === null || ours.length === 0) return null;
  return theirs.length > 0 && theirs.every((address) => ours.includes(address));
}

async function addresses(ask: Ask, host: string): Promise<readonly string[] | null> {
  if (isIP(host) !== 0) return [host];
  const [four, six] = await Promise.all([
    ask((resolver) => resolver.resolve4(host)),
    ask((resolver) => resolver.resolve6(host)),
  ]);
  return four && six && [...four, ...six];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function asker({ servers, timeoutMs = 2_000, tries = 2 }: NodeDomainNamesOptions): Ask {
  /** A new one for each question: those of some releases remember answers, and here only today's will do. */
  const open = (): Resolver => {
    const resolver = new Resolver({ timeout: timeoutMs, tries });
    if (servers && servers.length > 0) resolver.setServers(servers);
    return resolver;
  };
  open(); // throws for servers that are no addresses
  return async (question) => {
    const resolver = open();
    const timer = setTimeout(() => resolver.cancel(), QUESTION_LIMIT_MS);
    try {
      return await question(resolver);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      return CERTAINLY_NONE.includes(code) ? [] : null;
    } finally {
      clearTimeout(timer);
    }
  };
}
