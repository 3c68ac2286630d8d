import { fail, ok, type Person, type Result } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Rest } from '../connection/rest'
import type { ParleyState } from '../state'
import { createStore } from '../store'
import { createPeople } from './people'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const personOf = (id: string): Person => ({ id, name: id, isGuest: true })

function makePeople(...answers: Result<{ people: Person[] }>[]) {
  const asked: string[][] = []
  const store = createStore({ people: {} } as ParleyState)
  const get = (path: string) => {
    const ids = new URL(path, 'http://server').searchParams.getAll('id')
    asked.push(ids)
    return Promise.resolve(answers.shift() ?? ok({ people: ids.map(personOf) }))
  }
  const people = createPeople({ rest: { get } as unknown as Pick<Rest, 'get'>, store, random: () => 0.5 })
  const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  return { ...people, asked, after, known: () => Object.keys(store.get().people) }
}

test('one newcomer is asked for within two seconds, several at once', async () => {
  const { lookUp, asked, after, known } = makePeople()
  lookUp([])
  expect(vi.getTimerCount()).toBe(0)
  lookUp(['a'])
  await after(999)
  expect(asked).toEqual([])
  await after(1)
  expect(asked).toEqual([['a']])
  lookUp(['a', 'b', 'c'])
  await after(0)
  expect(asked.slice(1)).toEqual([['b', 'c']])
  expect(known()).toEqual(['a', 'b', 'c'])
})

test('a person who comes during a lookup goes with the next one', async () => {
  const { lookUp, asked, after } = makePeople()
  lookUp(['a'])
  lookUp(['b', 'c'])
  await after(1_000)
  expect(asked).toEqual([['a', 'b', 'c']])
  expect(vi.getTimerCount()).toBe(0)
})

test('a person whose lookup failed is requested again, but not automatically', async () => {
  const { lookUp, asked, after, known } = makePeople(fail('database-unavailable'))
  lookUp(['a', 'b'])
  await after(60_000)
  expect([asked, known()]).toEqual([[['a', 'b']], []])
  lookUp(['b'])
  await after(1_000)
  expect([asked.at(-1), known()]).toEqual([['b'], ['b']])
})

test('an answer for a person who has left is not shown; the next person asks for themselves', async () => {
  const { lookUp, clear, asked, after, known } = makePeople()
  lookUp(['a', 'b'])
  vi.advanceTimersByTime(0)
  clear()
  await after(0)
  expect(known()).toEqual([])
  lookUp(['c'])
  clear()
  expect(vi.getTimerCount()).toBe(0)
  lookUp(['a', 'b'])
  await after(0)
  expect([asked.at(-1), known()]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
})
