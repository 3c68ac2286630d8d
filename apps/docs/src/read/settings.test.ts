import { expect, test } from 'vitest'
import { z } from 'zod'
import { readSettings } from './settings'

const list = z.string().transform((text) => text.split(','))

test('a setting is listed with its type, its default, its readers, and the differences between two services', () => {
  const server = z.object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3101),
    KIND: z.enum(['a', 'b']).default('a'),
    NAMES: list.default(['x', 'y']),
    SECRET: z.string().min(32),
    RATE: z.coerce.number().positive().optional(),
    PAGE: z.url().default('http://localhost'),
  })
  const persister = z.object({ PORT: z.coerce.number().int().min(0).max(65_535).default(3201) })
  const told = readSettings({ server, persister }).map(({ name, readBy, kind, fallback, isRequired }) => {
    return [name, readBy, kind, fallback, isRequired]
  })
  expect(told).toEqual([
    ['PORT', ['server', 'persister'], 'whole number, 0 to 65535', '3101 (server), 3201 (persister)', false],
    ['KIND', ['server'], 'a | b', 'a', false],
    ['NAMES', ['server'], 'list, separated by commas', 'x,y', false],
    ['SECRET', ['server'], 'text of at least 32 characters', null, true],
    ['RATE', ['server'], 'number, more than 0', null, false],
    ['PAGE', ['server'], 'address (URL)', 'http://localhost', false],
  ])
})
