import { expect, test } from 'vitest'
import { countListed, type TriedMutant } from './count-mutants'

const mutant = (status: TriedMutant['status'], change: string): TriedMutant => ({
  status,
  file: 'src/a.ts',
  line: 7,
  text: 'return a',
  change,
})
const key = (change: string) => `src/a.ts: return a (${change})`

test('of the mutants on a page count those that are listed, each as often as it is listed', () => {
  const tried = [
    mutant('Killed', 'a becomes b'),
    mutant('Survived', 'a becomes b'),
    mutant('Killed', 'a becomes c'),
    mutant('Survived', 'not listed'),
    mutant('Ignored', 'a becomes d'),
  ]
  const wanted = new Map([
    [key('a becomes b'), 1],
    [key('a becomes c'), 1],
    [key('a becomes d'), 1],
  ])
  expect(countListed('slice', tried, { wanted, equivalent: 2, gone: 1 })).toEqual({
    slice: 'slice',
    killed: 1,
    equivalent: 2,
    survived: ['src/a.ts:7: return a (a becomes b)'],
    gone: 2,
  })
})
