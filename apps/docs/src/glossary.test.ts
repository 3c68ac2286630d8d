import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { isFile, readText, top } from './repository'

interface Renaming {
  /** The words in today's code. */
  old: string[]
  term: string
  identifiers: string[]
  /** The old word is also ordinary English, and wrong only where it names this idea. */
  isOrdinaryWord: boolean
  /** No file uses the old words any more, and none may again. */
  isReplaced?: boolean
  note?: string
}

const glossary = readText('docs/glossary.md')
const renamings = JSON.parse(readText('docs/glossary-terms.json')) as Renaming[]

/** Verbs for which the glossary has no entry, because they are standard words of any program. */
const UNDEFINED = ['actions', 'navigate', 'format', 'virtual blocks', 'send a command']

test('every term that replaces an older word is defined in the glossary', () => {
  const defined = [...glossary.matchAll(/\*\*(.+?)\*\*/g)].map(([, term]) => term!)
  const missing = renamings.map(({ term }) => term).filter((term) => !UNDEFINED.includes(term))
  expect(missing.filter((term) => !defined.includes(term) && !defined.includes(`${term}s`))).toEqual([])
})

test('each older word is replaced by one term', () => {
  const old = renamings.flatMap((renaming) => renaming.old)
  expect(old.filter((word, i) => old.indexOf(word) !== i)).toEqual([])
})

test('the glossary fits on a screen', () => {
  expect(glossary.split('\n').length).toBeLessThanOrEqual(60)
})

/** The list itself, and files about the past. */
const MAY_NAME_THEM =
  /^(docs\/glossary|docs\/results\/|CHANGELOG|\.changeset\/|yarn\.lock|apps\/docs\/src\/glossary\.test)/
const IS_TEXT = /\.(ts|tsx|mjs|md|lua|sql|prisma|json|ya?ml|cfg|css|py|sh)$/

test('a replaced word does not come back', () => {
  const words = renamings.filter(({ isReplaced }) => isReplaced).flatMap((renaming) => renaming.old)
  const forms = words.map(
    (word) => `(?<![A-Za-z])${word}s?(?![a-z])|${word[0]!.toUpperCase()}${word.slice(1)}s?(?![a-z])`,
  )
  const old = new RegExp(forms.join('|'), 'g')
  const files = execFileSync('git', ['ls-files'], { cwd: top, encoding: 'utf8' }).split('\n')
  const found = files
    .filter((file) => IS_TEXT.test(file) && !MAY_NAME_THEM.test(file) && isFile(file))
    .flatMap((file) => [...readText(file).matchAll(old)].map(([word]) => `${file}: ${word}`))
  expect(words.length).toBeGreaterThan(8)
  expect(found).toEqual([])
})
