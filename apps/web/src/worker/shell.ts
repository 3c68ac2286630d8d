/** The page that the chat begins with is the same for every room: which one it is, the chat reads from the address. */
export function isChatPath(path: string): boolean {
  return path === '/rooms' || path.startsWith('/rooms/')
}

/** Files whose name changes with their content: one that was kept is never out of date. */
export function isAssetPath(path: string): boolean {
  return path.startsWith('/_next/static/')
}

/** Everything that a page loads to come alive, as paths: what its tags name, and what Next names in the data beside them. */
export function assetsInPage(html: string): string[] {
  // With a bound: from each "static/" on a longer path would be read to its end.
  const found = html.matchAll(/(?:\/_next\/)?static\/[\w./~%@-]{1,200}\.(?:js|css|woff2)/g)
  return [...new Set([...found].map(([path]) => (path.startsWith('/') ? path : `/_next/${path}`)))]
}

/** What a script may load later: it names its parts as a page does. */
export function assetsInScript(script: string): string[] {
  return assetsInPage(script).filter((path) => path.endsWith('.js'))
}

/** The fonts of a style sheet that stands at this path. */
export function assetsInStyle(css: string, at: string): string[] {
  const found = css.matchAll(/url\(["']?([^"'()]+\.woff2)["']?\)/g)
  return [...new Set([...found].map(([, url = '']) => new URL(url, `http://page${at}`).pathname))]
}
