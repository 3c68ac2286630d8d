import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { StackShape } from '../stack/shape'
import { notCovered, scenarios } from './scenarios'

/** Services of compose that are not on the message path. */
const OFF_THE_PATH = ['web', 'docs', 'migrate', 'secret', 'studio', 'kafka-2', 'kafka-3', 'kafka-cluster']

/** Services of docker-compose.yml: those of production. */
function composeServices(): string[] {
  const file = join(import.meta.dirname, '..', '..', '..', '..', 'docker-compose.yml')
  const [, services = ''] = /^services:\n([^]*?)^\w/m.exec(readFileSync(file, 'utf8')) ?? []
  return [...services.matchAll(/^ {2}([\w-]+):/gm)].map(([, name]) => name!)
}

test('every production service on the message path is killed, in the short round too', () => {
  const running = composeServices()
  expect(running).toEqual(expect.arrayContaining(OFF_THE_PATH))
  const short = scenarios.filter(({ isShort }) => isShort).map(({ name }) => name)
  const onThePath = running.filter((name) => !OFF_THE_PATH.includes(name))
  expect(short).toEqual(expect.arrayContaining(onThePath.map((name) => `${name}-killed`)))
})

test('a row listed as not played is no row of what this tool harms, and gives a reason', () => {
  const harmed = new Set(scenarios.map(({ row }) => row.split(':')[0]))
  const missing = notCovered.flatMap(({ row }) => row.split(':')[0]!.split(', '))
  expect(missing.filter((part) => harmed.has(part))).toEqual([])
  expect(notCovered.filter(({ why }) => why === '')).toEqual([])
})

test('a scenario needs each special stack, and none of those is in the short round', () => {
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

test('names are unique, and can be typed', () => {
  const names = scenarios.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([])
})
