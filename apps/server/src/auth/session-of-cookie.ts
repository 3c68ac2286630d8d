import { createHmac, timingSafeEqual } from 'node:crypto'

const NAMES = ['__Secure-better-auth.session_token', 'better-auth.session_token']

/**
 * The token of a better-auth session cookie that carries our signature; null otherwise. better-auth signs
 * `token.base64(hmac-sha256(token))`. We do not use `getSession`, which costs milliseconds of CPU and a query each: it
 * would limit a storm of reconnects.
 */
export function sessionToken(cookieHeader: string | undefined, secret: string): string | null {
  const cookies = parseCookies(cookieHeader ?? '')
  const signed = NAMES.map((name) => cookies.get(name)).find((value) => value !== undefined)
  if (!signed) return null
  const at = signed.lastIndexOf('.')
  if (at < 1) return null
  const token = signed.slice(0, at)
  const given = Buffer.from(signed.slice(at + 1), 'base64')
  const ours = createHmac('sha256', secret).update(token).digest()
  return given.length === ours.length && timingSafeEqual(given, ours) ? token : null
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0) cookies.set(part.slice(0, at).trim(), decode(part.slice(at + 1).trim()))
  }
  return cookies
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value // not an encoded value; the signature decides
  }
}
