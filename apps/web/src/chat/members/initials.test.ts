import { expect, test } from 'vitest'
import { initialsOf } from './initials'

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['  Grace   Brewster Murray Hopper ', 'GH'],
  ['李明', '李'],
  ['محمد علي', 'مع'],
  ['@ada', 'A'],
  ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
  ['e\u0301mile', 'E\u0301'],
  ['--', '-'],
])('%s is shown as %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
