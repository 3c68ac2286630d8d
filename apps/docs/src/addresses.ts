/** The relative path from a page to the top of the site. Every link is relative, so the site works under any path and from a disk. */
export function baseOf(address: string): string {
  return '../'.repeat(address.split('/').length - 1)
}

/** The page of a cited file. */
export function sourceAddress(path: string): string {
  return `source/${path}.html`
}
