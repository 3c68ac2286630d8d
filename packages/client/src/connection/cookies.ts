/** Cookies of one server for a program in Node, which has no cookie jar. Browsers keep their own and hide them. */
export interface Cookies {
  /** The `cookie` header; undefined if there is none. */
  header: () => string | undefined
  /** Stores the cookies that an answer sets, and removes those that it deletes. */
  learn: (headers: Headers) => void
}

export function createCookies(initial = ''): Cookies {
  const values = new Map<string, string>()
  for (const pair of initial.split(';')) set(pair)

  function set(pair: string): string | undefined {
    const at = pair.indexOf('=')
    if (at < 1) return undefined
    const name = pair.slice(0, at).trim()
    values.set(name, pair.slice(at + 1).trim())
    return name
  }

  function learn(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const name = set(pair)
      if (name !== undefined && (values.get(name) === '' || attributes.some(isOver))) values.delete(name)
    }
  }

  function header(): string | undefined {
    return values.size > 0 ? [...values].map(([name, value]) => `${name}=${value}`).join('; ') : undefined
  }

  return { header, learn }
}

function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.trim().toLowerCase().split('=')
  return (name === 'max-age' && Number(value) <= 0) || (name === 'expires' && Date.parse(value) <= Date.now())
}
