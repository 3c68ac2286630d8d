import { expect, test } from 'vitest'
import { roomNameKey } from './room-name-key'

test.each([
  ['Plans', 'plans'],
  ['ＰＬＡＮＳ', 'plans'],
  ['  two   words ', 'two words'],
  ['Cafe\u0301', 'café'],
  ['ﬁle', 'file'],
  ['Gen\u200beral', 'General'],
  ['Gеnеrаl', 'General'],
  ['сосо', 'coco'],
  ['GeneraI', 'General'],
  ['PIans', 'Plans'],
  ['ldeas', 'Ideas'],
  ['OPENAI', 'OpenAI'],
  ['uis', 'UIs'],
  ['IDEAS', 'ideas'],
  ['Rοοm', 'Room'],
  ['R00m', 'Room'],
  ['Room\u2800', 'Room'],
  ['می\u200cخواهم', 'میخواهم'],
])('%j is the same room as %j', (name, other) => {
  expect(roomNameKey(name)).toBe(roomNameKey(other))
})

test.each([
  ['plan', 'plans'],
  ['Mail', 'Mall'],
  ['cafe', 'café'],
  ['きゃ', 'キャ'],
  ['general', 'générale'],
  ['👍', '👎'],
])('%j is another room than %j', (name, other) => {
  expect(roomNameKey(name)).not.toBe(roomNameKey(other))
})

test('a key is the key of itself where it can be', () => {
  for (const name of ['Lobby', 'Plans', 'two words', 'café']) {
    const key = roomNameKey(name)
    expect(roomNameKey(key)).toBe(key)
  }
})
