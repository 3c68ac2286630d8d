/** The chat's start page is the same for every room: the chat reads the room from the address. */
export function isChatPath(path: string): boolean {
  return path === '/rooms' || path.startsWith('/rooms/')
}

/** Files whose name changes with their content: a kept one is never out of date. */
export function isAssetPath(path: string): boolean {
  return path.startsWith('/_next/static/')
}

/** The paths of all files that a page needs: those in its tags, and those in Next's data. */
export function assetsInPage(html: string): string[] {
  // Bounded length: otherwise each "static/" would be read on to the end of a longer path.
  const found = html.matchAll(/(?:\/_next\/)?static\/[\w./~%@-]{1,200}\.(?:js|css|woff2)/g)
  return [...new Set([...found].map(([path]) => (path.startsWith('/') ? path : `/_next/${path}`)))]
}

/** The files that a script may load later: it names its parts as a page does. */
export function assetsInScript(script: string): string[] {
  return assetsInPage(script).filter((path) => path.endsWith('.js'))
}

/** The fonts of a style sheet at this path. */
export function assetsInStyle(css: string, at: string): string[] {
  const found = css.matchAll(/url\(["']?([^"'()]+\.woff2)["']?\)/g)
  return [...new Set([...found].map(([, url = '']) => new URL(url, `http://page${at}`).pathname))]
}
