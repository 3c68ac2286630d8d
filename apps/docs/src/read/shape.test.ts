import { expect, test } from 'vitest'
import { z } from 'zod'
import { shapeOf } from './shape'

test('a schema is written as people write a type', () => {
  const person = z.strictObject({ name: z.string() })
  const names = z.registry<{ id: string }>().add(person, { id: 'Person' })
  const schema = z.strictObject({
    who: z.array(person).max(5),
    before: z.number().int().nullable().default(null),
    limit: z.number().int().min(1).max(100).default(50),
    change: z.enum(['joined', 'left']),
    deep: z.strictObject({ kind: z.literal('x') }).optional(),
  })
  const json = z.toJSONSchema(schema, { io: 'input', metadata: names })
  expect(shapeOf(json, (path) => (path === 'before' ? 'null asks for the newest page' : undefined))).toBe(
    `{
  who: Person[]  // at most 5
  before?: integer | null = null  // null asks for the newest page
  limit?: integer = 50  // 1 to 100
  change: "joined" | "left"
  deep?: {
    kind: "x"
  }
}`,
  )
})
