import { expect, test } from 'vitest'
import { askTogether } from './ask-together'

test('questions of one turn are one query, and each gets its own answer', async () => {
  const queries: number[][] = []
  const double = askTogether(async (questions: number[]) => {
    queries.push([...questions])
    return questions.map((question) => question * 2)
  })
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(await double(4)).toBe(8)
  expect(queries).toEqual([[1, 2, 3], [4]])
})

test('one query takes so many questions, and its failure is that of all in it', async () => {
  const queries: number[][] = []
  const ask = askTogether(
    async (questions: number[]) => {
      queries.push([...questions])
      if (questions.includes(3)) throw new Error('refused')
      return questions
    },
    { most: 2 },
  )
  const results = await Promise.allSettled([1, 2, 3, 4, 5].map(ask))
  expect(queries).toEqual([[1, 2], [3, 4], [5]])
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ])
})
