import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, readConfig } from './config'

const schema = z.object({
  PORT: z.coerce.number().int(),
  SECRET: z.string().min(8),
  NAME: z.string().default('ada'),
})

test('all faults are reported at once, by the names of their variables', () => {
  const read = () => readConfig(schema, { PORT: 'x', SECRET: 'short' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/PORT.*\n.*SECRET/)
})

test('an empty value counts as absent, and a secret may stand in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-config-'))
  writeFileSync(join(folder, 'secret'), 'long enough\n')
  const config = readConfig(schema, { PORT: '1', NAME: '', SECRET_FILE: join(folder, 'secret') })
  rmSync(folder, { recursive: true })
  expect(config).toEqual({ PORT: 1, NAME: 'ada', SECRET: 'long enough' })
})
