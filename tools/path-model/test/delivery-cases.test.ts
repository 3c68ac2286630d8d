// docs/delivery.md lists for every case the tests that notice its loss. This compares the list with the existing tests
// and mutants.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { directedMutants } from '../src/directed/rules'
import { mutants } from '../src/mutants'

const ROOT = resolve(import.meta.dirname, '../../..')
const readText = (file: string) => readFileSync(join(ROOT, file), 'utf8')

const [rules = '', table = ''] = readText('docs/delivery.md').split('## Where each is tested')
const cases = [...rules.matchAll(/^- \*\*(\d+\.\d+) /gm)].map(([, number]) => number!)
const rows = [...table.matchAll(/^\| (\d+\.\d+) \| (\S+) \| (.+) \|$/gm)].map(([, number, where, title]) => {
  return { number: number!, where: where!, title: title! }
})
const testRows = rows
  .filter(({ where }) => where.startsWith('`'))
  .map((row) => ({ ...row, file: row.where.slice(1, -1) }))
/** The model's mutants that remove a promise (P5) belong to PROMISES.md. */
const ofCases = [
  ...Object.entries(mutants).map(([name, { rule }]) => ['model', rule, name]),
  ...directedMutants.map(({ rule, name }) => ['mutant', rule, name]),
].filter(([, rule]) => /^\d/.test(rule!))

test('every case names its tests, in the order of the cases', () => {
  expect(cases.length).toBeGreaterThan(30)
  expect([...new Set(rows.map(({ number }) => number))]).toEqual(cases)
})

test.each(testRows)('$number: $file has the test "$title"', ({ file, title }) => {
  const source = existsSync(join(ROOT, file)) ? readText(file) : ''
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`)
  expect(quoted.some((each) => source.includes(each))).toBe(true)
})

test('the table lists exactly the existing mutants', () => {
  const told = rows
    .filter(({ where }) => !where.startsWith('`'))
    .map(({ where, number, title }) => [where, number, title])
  expect(told.sort()).toEqual(ofCases.sort())
})

test.each(directedMutants)(
  '$rule: the line of "$name" stands in $file once, and its test exists',
  (mutant) => {
    const { file, from, workspace, test: tests } = mutant
    expect(readText(file).split(from)).toHaveLength(2)
    const names = ['.ts', '.test.ts', '.integration.test.ts'].map((end) => `${workspace}/${tests}${end}`)
    expect(names.some((name) => existsSync(join(ROOT, name)))).toBe(true)
  },
)
