/**
 * The Content-Security-Policy of a page: scripts only with this request's nonce (and the scripts that they load),
 * connections only to this origin and to the Parley servers.
 */
export function contentPolicy(options: {
  nonce: string
  servers: readonly string[]
  isDev: boolean
}): string {
  const { nonce, servers, isDev } = options
  const rules: Record<string, string[]> = {
    'default-src': ["'self'"],
    // Next's development tools evaluate code and write styles without a nonce; the build does neither.
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(isDev ? ["'unsafe-eval'"] : [])],
    'style-src-elem': ["'self'", isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    // An avatar's colour is a style attribute in the served page.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...servers.flatMap(addressesOf)],
    // Explicit: otherwise a worker would count as a script, and need a nonce.
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(rules)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}

// Browsers reach a server over HTTP and over WebSocket. '' is the page's own origin, which 'self' covers.
function addressesOf(server: string): string[] {
  if (!server) return []
  const { origin } = new URL(server)
  return [origin, origin.replace(/^http/, 'ws')]
}
