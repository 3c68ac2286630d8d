import { expect, test } from 'vitest'
import { createSeal } from './seal'

const { seal, open } = createSeal('a secret of this test')

test('a sealed text is read again, looks different each time, and does not show the text', () => {
  const sealed = [seal('JBSWY3DP'), seal('JBSWY3DP')]
  expect(sealed.map(open)).toEqual(['JBSWY3DP', 'JBSWY3DP'])
  expect(sealed[0]).not.toBe(sealed[1])
  expect(Buffer.from(sealed[0]!, 'base64url').includes('JBSWY3DP')).toBe(false)
})

test('a changed text and another secret are noticed', () => {
  const sealed = Buffer.from(seal('JBSWY3DP'), 'base64url')
  sealed[sealed.length - 1]! ^= 1
  expect(() => open(sealed.toString('base64url'))).toThrow()
  expect(() => createSeal('another secret').open(seal('JBSWY3DP'))).toThrow()
})
