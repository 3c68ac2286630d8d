import { clientEvents, serverEvents } from '@parley/protocol'
import { expect, test } from 'vitest'
import { examplesOfClient, examplesOfServer } from './examples'

test.each(Object.entries(clientEvents))('the example of %s is what its schemas take', (name, schemas) => {
  const { input, answer } = examplesOfClient[name as keyof typeof clientEvents]
  expect(schemas.input.safeParse(input).error).toBeUndefined()
  expect(schemas.output.safeParse(answer).error).toBeUndefined()
})

test.each(Object.entries(serverEvents))('the example of %s is what its schema takes', (name, schema) => {
  const example = examplesOfServer[name as keyof typeof serverEvents]
  expect(schema.safeParse(example).error).toBeUndefined()
})
