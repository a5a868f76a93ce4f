/** What a page needs beyond what is ours: origins, or sources as CSP writes them. */
export interface ForeignSources {
  readonly images?: readonly string[];
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  /** Where a form may lead: also where its answer sends the browser on to. */
  readonly forms?: readonly string[];
}

/** A Content-Security-Policy that allows what is ours, nothing in line, and these sources. */
export function contentPolicy(more: ForeignSources = {}): string {
  const { images = [], scripts = [], styles = [], forms = [] } = more;
  return [
    "default-src 'none'",
    ["style-src 'self'", ...styles],
    ["img-src 'self' data:", ...images],
    ["script-src 'self'", ...scripts],
    "connect-src 'self'",
    ["form-action 'self'", ...forms],
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
    .map((directive) => (typeof directive === 'string' ? directive : directive.join(' ')))
    .join('; ');
}
