import { expect, test } from 'vitest'
import { readEnvExample } from './env-example'

test('consecutive names share the comment above them, and a section has a title', () => {
  const text = [
    '# What this file is.',
    '',
    '# --- servers ------',
    '# How often one may send:',
    '# a burst, then a rate.',
    '# SEND_BURST=10',
    '# SEND_RATE=2',
    '# Kept secret.',
    '# SECRET=',
  ].join('\n')
  const meaning = 'How often one may send: a burst, then a rate.'
  expect(readEnvExample(text)).toEqual([
    { name: 'SEND_BURST', value: '10', section: 'servers', meaning },
    { name: 'SEND_RATE', value: '2', section: 'servers', meaning },
    { name: 'SECRET', value: '', section: 'servers', meaning: 'Kept secret.' },
  ])
})
