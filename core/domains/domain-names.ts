/** A host name in two: `checkout.yourstore.co.kr` is `checkout` below `yourstore.co.kr`. */
export interface DomainParts {
  /** What its owner has registered. */
  readonly registrable: string;
  /** What stands before it; empty for the registered domain itself. */
  readonly sub: string;
}

/** What we ask DNS. Never throws: where there is no answer, the answer is null. */
export interface DomainNames {
  /** Null for what nobody can have registered: public suffixes (`co.kr`), unknown top-level domains. No waiting. */
  split(host: string): DomainParts | null;
  /** The TXT records of this name, each whole; empty when there is certainly none, null without an answer. */
  txt(name: string): Promise<readonly string[] | null>;
  /** Whether this name leads to our public host; null without an answer. */
  pointsHere(host: string): Promise<boolean | null>;
}
