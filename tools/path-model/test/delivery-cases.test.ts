// docs/delivery.md says of every case where its loss is noticed. Here that is compared with the tests and mutants that there are.
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
/** Those of the model that take a promise out (P5) are of PROMISES.md. */
const ofCases = [
  ...Object.entries(mutants).map(([name, { rule }]) => ['model', rule, name]),
  ...directedMutants.map(({ rule, name }) => ['mutant', rule, name]),
].filter(([, rule]) => /^\d/.test(rule!))

test('every case says where it is tested, in the order of the cases', () => {
  expect(cases.length).toBeGreaterThan(30)
  expect([...new Set(rows.map(({ number }) => number))]).toEqual(cases)
})

test.each(testRows)('$number: $file has the test "$title"', ({ file, title }) => {
  const source = existsSync(join(ROOT, file)) ? readText(file) : ''
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`)
  expect(quoted.some((each) => source.includes(each))).toBe(true)
})

test('the mutants of the table are those that there are', () => {
  const told = rows
    .filter(({ where }) => !where.startsWith('`'))
    .map(({ where, number, title }) => [where, number, title])
  expect(told.sort()).toEqual(ofCases.sort())
})

test.each(directedMutants)(
  '$rule: the line of "$name" stands in $file once, and its test is there',
  (mutant) => {
    const { file, from, workspace, test: tests } = mutant
    expect(readText(file).split(from)).toHaveLength(2)
    const names = ['.ts', '.test.ts', '.integration.test.ts'].map((end) => `${workspace}/${tests}${end}`)
    expect(names.some((name) => existsSync(join(ROOT, name)))).toBe(true)
  },
)
