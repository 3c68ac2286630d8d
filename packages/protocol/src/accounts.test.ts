import { expect, test } from 'vitest'
import { accountClaim, accountLimits } from './accounts'
import { parse } from './parse'

const fine = { userName: 'ada', password: 'correct horse' }
const { userNameMin, userNameMax, passwordMin, passwordMax } = accountLimits

test.each<[userName: string, result: string]>([
  [' Ada.Love-lace_1 ', 'ada.love-lace_1'],
  ['a'.repeat(userNameMin), 'a'.repeat(userNameMin)],
  ['a'.repeat(userNameMin - 1), 'user-name-too-short'],
  [`${'a'.repeat(userNameMin - 1)} `, 'user-name-too-short'],
  ['a'.repeat(userNameMax), 'a'.repeat(userNameMax)],
  ['a'.repeat(userNameMax + 1), 'user-name-too-long'],
  ['ada lovelace', 'user-name-letters'],
  ['~ada', 'user-name-letters'],
  ['ada~', 'user-name-letters'],
])('the user name %j becomes %s', (userName, result) => {
  const parsed = parse(accountClaim, { ...fine, userName })
  expect(parsed.ok ? parsed.value.userName : parsed.failure.code).toBe(result)
})

test.each<[password: string, result: string]>([
  [' '.repeat(passwordMin), 'ok'],
  ['x'.repeat(passwordMin - 1), 'password-too-short'],
  ['x'.repeat(passwordMax), 'ok'],
  ['x'.repeat(passwordMax + 1), 'password-too-long'],
])('the password %j is %s', (password, result) => {
  const parsed = parse(accountClaim, { ...fine, password })
  expect(parsed.ok ? 'ok' : parsed.failure.code).toBe(result)
})
