import { expect, test } from 'vitest'
import { readText } from './repository'

interface Renaming {
  /** What the code says today. */
  old: string[]
  term: string
  identifiers: string[]
  /** The old word is also ordinary English: it is wrong only where it names this idea. */
  isOrdinaryWord: boolean
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

test('an older word is replaced by one term', () => {
  const old = renamings.flatMap((renaming) => renaming.old)
  expect(old.filter((word, i) => old.indexOf(word) !== i)).toEqual([])
})

test('the glossary fits on a screen', () => {
  expect(glossary.split('\n').length).toBeLessThanOrEqual(60)
})
