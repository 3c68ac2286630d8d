import { expect, test } from 'vitest'
import type { RoundResult } from './round'
import { toResultPage } from './result-page'
import { toTable } from './table'

const result: RoundResult = {
  seed: 7,
  startedAt: '2026-11-23T20:05:00.000Z',
  seconds: 1_800,
  people: 200,
  faults: 4,
  acked: 1_000,
  ackedChanges: 234,
  lost: 1,
  doubled: 0,
  misordered: 0,
  leaked: 0,
  changed: 0,
  incomplete: 0,
  scenarios: [
    {
      name: 'server-killed',
      row: 'server: kill -9 under load',
      ok: true,
      skipped: null,
      faults: 3,
      seconds: 30,
      acked: 1_000,
      recoverySeconds: 2.25,
      figures: {},
      broken: [],
    },
    {
      name: 'poison',
      row: 'persister: poison records',
      ok: false,
      skipped: null,
      faults: 1,
      seconds: 8,
      acked: 234,
      recoverySeconds: null,
      figures: {},
      broken: ['lost: 018f is not in PostgreSQL'],
    },
    {
      name: 'kafka-disk-full',
      row: 'Kafka: disk full',
      ok: true,
      skipped: 'it takes root to mount a file system',
      faults: 0,
      seconds: 0,
      acked: 0,
      recoverySeconds: null,
      figures: {},
      broken: [],
    },
  ],
  ok: false,
  findings: ['lost: 018f is not in PostgreSQL'],
}

test('the table has a line for each scenario, the failures, and the sums with the seed', () => {
  expect(toTable(result)).toBe(`
scenario         faults  acked  recovery s  took s
server-killed         3   1000         2.3      30          ok
poison                1    234                   8      FAILED
kafka-disk-full       0      0                   0  not played

poison: lost: 018f is not in PostgreSQL
kafka-disk-full was not played here: it takes root to mount a file system
seed 7: 1000 messages and 234 changes of them acknowledged to 200 people over 4 faults in 30 min
1 lost, 0 doubled, 0 misordered, 0 leaked, 0 changed, 0 incomplete
`)
})

test('the page has a row for each scenario, lists missed aims, and names seed, commit and machine', () => {
  const page = toResultPage(result, { machine: 'two cores', commit: 'abc1234' })
  expect(page).toContain('on 2026-11-23, seed 7, commit abc1234, on two cores.')
  expect(page).toContain('**1,000 messages and 234 edits')
  expect(page).toContain('1 lost, 0 doubled')
  expect(page).toContain('- `poison`: lost: 018f is not in PostgreSQL')
  expect(page).toContain('- `kafka-disk-full` was not played: it takes root to mount a file system')
  expect(page.split('\n').filter((line) => line.startsWith('| '))).toEqual([
    '| scenario | faults | acknowledged | recovery, s | as aimed |',
    '| --- | --- | --- | --- | --- |',
    '| server-killed | 3 | 1000 | 2.3 | yes |',
    '| poison | 1 | 234 |  | no |',
    '| kafka-disk-full | 0 | 0 |  | not played |',
  ])
})
