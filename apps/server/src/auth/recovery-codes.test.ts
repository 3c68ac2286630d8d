import { expect, test } from 'vitest'
import { accountLimits } from '@parley/protocol/accounts'
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes'

test('codes differ, and hold nothing that is read for something else', () => {
  const codes = makeRecoveryCodes()
  expect(new Set(codes).size).toBe(accountLimits.recoveryCodes)
  for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
})

test('a code is known however it is typed, with this secret alone', () => {
  const [code = ''] = makeRecoveryCodes()
  const hash = hashRecoveryCode(code, 'secret')
  expect(hashRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')}`, 'secret')).toBe(hash)
  expect(hashRecoveryCode(code, 'another')).not.toBe(hash)
  expect(hashRecoveryCode(code.slice(1), 'secret')).not.toBe(hash)
})
