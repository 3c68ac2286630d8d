import { expect, test } from 'vitest'
import { createReadiness } from './readiness'

function serverWith(database: () => Promise<boolean>) {
  return createReadiness({ redis: () => true, log: () => true, database })
}

test('a server is ready once it has reached every engine, and stays ready when one goes away', async () => {
  let isThere = false
  const readiness = serverWith(async () => isThere)
  expect((await readiness.check()).ready).toBe(false)
  isThere = true
  expect((await readiness.check()).ready).toBe(true)
  isThere = false
  expect(await readiness.check()).toMatchObject({ ready: true, database: false })
})

test('a server that leaves is not ready', async () => {
  const readiness = serverWith(async () => true)
  await readiness.check()
  readiness.leave()
  expect(await readiness.check()).toMatchObject({ ready: false, leaving: true })
})

test('a database that hangs keeps nobody waiting, and is asked once', async () => {
  let asked = 0
  let answer = (_isThere: boolean) => {}
  const readiness = serverWith(() => {
    asked++
    return new Promise((resolve) => (answer = resolve))
  })
  const first = readiness.check()
  answer(true)
  await first
  expect(await readiness.check()).toMatchObject({ ready: true, database: false })
  expect(await readiness.check()).toMatchObject({ ready: true, database: false })
  expect(asked).toBe(2)
})
