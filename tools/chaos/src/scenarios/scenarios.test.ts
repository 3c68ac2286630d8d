import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { StackShape } from '../stack/shape'
import { notCovered, scenarios } from './scenarios'

/** What compose runs besides the path of a message. */
const OFF_THE_PATH = ['web', 'docs', 'migrate', 'secret', 'studio', 'kafka-2', 'kafka-3', 'kafka-cluster']

/** Services of docker-compose.yml: what runs in production. */
function composeServices(): string[] {
  const file = join(import.meta.dirname, '..', '..', '..', '..', 'docker-compose.yml')
  const [, services = ''] = /^services:\n([^]*?)^\w/m.exec(readFileSync(file, 'utf8')) ?? []
  return [...services.matchAll(/^ {2}([\w-]+):/gm)].map(([, name]) => name!)
}

test('whatever production runs on the path of a message is killed, in the short round too', () => {
  const running = composeServices()
  expect(running).toEqual(expect.arrayContaining(OFF_THE_PATH))
  const short = scenarios.filter(({ isShort }) => isShort).map(({ name }) => name)
  const onThePath = running.filter((name) => !OFF_THE_PATH.includes(name))
  expect(short).toEqual(expect.arrayContaining(onThePath.map((name) => `${name}-killed`)))
})

test('what is listed as not played is no row of what this tool harms, and says why', () => {
  const harmed = new Set(scenarios.map(({ row }) => row.split(':')[0]))
  const missing = notCovered.flatMap(({ row }) => row.split(':')[0]!.split(', '))
  expect(missing.filter((part) => harmed.has(part))).toEqual([])
  expect(notCovered.filter(({ why }) => why === '')).toEqual([])
})

test('every special stack is needed by a scenario, and none of those is in the short round', () => {
  const wanted: Record<keyof StackShape, true> = {
    brokers: true,
    smallDisks: true,
    standby: true,
    forOneScenario: true,
  }
  const own = scenarios.filter(({ stack }) => stack)
  const used = new Set(own.flatMap(({ stack }) => Object.keys(stack!)))
  expect(used).toEqual(new Set(Object.keys(wanted)))
  expect(own.filter(({ isShort }) => isShort)).toEqual([])
})

test('names are said once, and can be typed', () => {
  const names = scenarios.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([])
})
