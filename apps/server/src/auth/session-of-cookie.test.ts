import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { sessionToken } from './session-of-cookie'

const SECRET = 'a secret of this test'
const NAME = 'better-auth.session_token'
const sign = (token: string) => createHmac('sha256', SECRET).update(token).digest('base64')
const signed = (token: string) => encodeURIComponent(`${token}.${sign(token)}`)
const other = `${'a'.repeat(43)}=`

test.each<[title: string, header: string | undefined, token: string | null]>([
  ['the only cookie', `${NAME}=${signed('one')}`, 'one'],
  ['a cookie among others', `theme=dark; ${NAME}=${signed('one')}; lang=en`, 'one'],
  ['spaces around name and value', `a=b ;  ${NAME} = ${signed('one')} `, 'one'],
  ['the name that is used over https', `__Secure-${NAME}=${signed('one')}`, 'one'],
  ['both names: https counts', `${NAME}=${signed('one')}; __Secure-${NAME}=${signed('two')}`, 'two'],
  ['a token with dots', `${NAME}=${signed('o.n.e')}`, 'o.n.e'],
  ['a token of one character', `${NAME}=${signed('o')}`, 'o'],
  ['a value that is not percent-encoded', `${NAME}=one.${sign('one')}`, 'one'],
  ['a value that is no encoding', `${NAME}=o%ne.${sign('o%ne')}`, 'o%ne'],
  ['a name without a value after it', `${NAME}=${signed('one')}; ${NAME}x`, 'one'],
  ['no header', undefined, null],
  ['no cookie of ours', 'theme=dark', null],
  ['the name alone', NAME, null],
  ['an empty value', `${NAME}=`, null],
  ['a value without a dot', `${NAME}=${encodeURIComponent(sign(''))}`, null],
  ['an empty token', `${NAME}=${signed('')}`, null],
  ['a signature of another token', `${NAME}=one.${encodeURIComponent(sign('two'))}`, null],
  ['a signature of the right length', `${NAME}=one.${other}`, null],
  ['a signature that is too short', `${NAME}=one.abc`, null],
  ['no signature', `${NAME}=one.`, null],
  ['a wrong encoding', `${NAME}=%E0%A4%A`, null],
  ['a cookie without a name', `=${signed('one')}`, null],
])('the token of the session cookie: %s', (_title, header, token) => {
  expect(sessionToken(header, SECRET)).toBe(token)
})

test('a signature with another secret is refused', () => {
  expect(sessionToken(`${NAME}=${signed('one')}`, 'another secret')).toBeNull()
})
