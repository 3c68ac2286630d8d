import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'

/** The checkout that this site describes. Paths are relative to its top and use `/`. */
export const top = join(import.meta.dirname, '../../..')

export function readText(path: string): string {
  return readFileSync(join(top, path), 'utf8')
}

export function isFile(path: string): boolean {
  const full = join(top, path)
  const isInside = !relative(top, full).split(sep).includes('..')
  return isInside && existsSync(full) && statSync(full).isFile()
}

/** The target of a link in the file `from`, as a path of the repository. */
export function resolveLink(from: string, link: string): string {
  return posix.normalize(posix.join(dirname(from), link))
}
