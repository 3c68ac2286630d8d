import { expect, test } from 'vitest'
import { makeTotpSecret, stepOfCode, totpUri } from './totp'

/** RFC 6238, appendix B: "12345678901234567890". */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  ['287082', 59, 1],
  ['287 082', 59, 1],
  ['081804', 1_111_111_109, 37_037_036],
  ['005924', 1_234_567_890, 41_152_263],
])('the code %s at %i s is that of step %i', (code, atS, step) => {
  expect(stepOfCode(code, SECRET, atS * 1_000)).toBe(step)
})

test('a code counts one step before and one after its own, and no longer', () => {
  const at = (step: number) => stepOfCode('287082', SECRET, step * 30_000)
  expect([-1, 0, 1, 2, 3].map(at)).toEqual([null, 1, 1, 1, null])
})

test.each(['', '28708', '2870822', '28708a', '２８７０８２'])('%j is no code', (code) => {
  expect(stepOfCode(code, SECRET, 59_000)).toBeNull()
})

test('a secret has 160 bits, and its address names account and installation', () => {
  const secret = makeTotpSecret()
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  const uri = new URL(totpUri(secret, 'ada', 'chat.example.org'))
  expect(uri.searchParams.get('secret')).toBe(secret)
  expect(uri.searchParams.get('issuer')).toBe('chat.example.org')
  expect(decodeURIComponent(uri.pathname)).toContain('ada')
})
