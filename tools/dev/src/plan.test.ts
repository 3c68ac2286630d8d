import { expect, test } from 'vitest'
import { readOptions } from './options'
import { makePlan } from './plan'

function planOf(args: string[], environment: Record<string, string> = {}) {
  return makePlan({ root: '/parley', options: readOptions(args, environment)!, environment })
}

test('every server and persister has its own name, id and port', () => {
  const plan = planOf(['--servers', '3', '--persisters', '2'])
  expect(plan.servers).toEqual([
    { name: 'server-1', id: '1', usualPort: 3101 },
    { name: 'server-2', id: '2', usualPort: 3102 },
    { name: 'server-3', id: '3', usualPort: 3103 },
  ])
  expect(plan.persisters.map(({ name, usualPort }) => [name, usualPort])).toEqual([
    ['persister-1', 3201],
    ['persister-2', 3202],
  ])
})

test('data lives in .data of the checkout, or where PARLEY_DATA_DIR says', () => {
  expect(planOf([]).dataDir).toBe('/parley/.data')
  expect(planOf([], { PARLEY_DATA_DIR: '/elsewhere' }).dataDir).toBe('/elsewhere')
  expect(planOf([], { PARLEY_DATA_DIR: 'beside' }).dataDir).toBe('/parley/beside')
})

test('the web client runs in development mode, or as built, or not at all', () => {
  expect(planOf([]).web).toEqual({ mode: 'dev', usualPort: 3000 })
  expect(planOf([], { PARLEY_WEB: 'built' }).web?.mode).toBe('built')
  expect(planOf(['--no-web']).web).toBeNull()
})

test('with --balancer HAProxy listens at 8080', () => {
  expect(planOf(['--balancer']).balancer).toEqual({ usualPort: 8080 })
  expect(planOf([]).balancer).toBeNull()
})

test('--fresh names the data that it will not delete', () => {
  expect(planOf(['--fresh'], { DATABASE_URL: 'x' }).remarks).toEqual([
    '--fresh does not empty what DATABASE_URL names: it is not ours.',
  ])
  expect(planOf([], { DATABASE_URL: 'x' }).remarks).toEqual([])
})
