import { findFreePort } from '@parley/engines'
import { LOBBY_ID, type Person } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest } from './guest'
import { startOidcProvider, type OidcProviderHere } from '@parley/testkit/oidc'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const ANNOUNCED_WITHIN_MS = 1_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let provider: OidcProviderHere
let servers: [ServerHere, ServerHere]
let publicUrl: string

beforeAll(async () => {
  database = await makeDatabase()
  // Nobody listens there: the test takes the steps that a proxy and a browser would take.
  publicUrl = `http://127.0.0.1:${await findFreePort()}`
  provider = await startOidcProvider(`${publicUrl}/api/v1/oidc/callback`)
  const engines = {
    ...{ DATABASE_URL: database.url, REDIS_URL: redisUrl(13), PUBLIC_URL: publicUrl },
    ...{ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: provider.clientId },
    ...{ OIDC_CLIENT_SECRET: provider.clientSecret, OIDC_LABEL: 'the club' },
  }
  servers = await Promise.all([startServerHere('1', engines), startServerHere('2', engines)])
})
afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.close()))
  await provider?.close()
  await database?.drop()
})

const lobby = () => `${publicUrl}/rooms/${LOBBY_ID}`

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')

async function begin(cookie = '') {
  const response = await fetch(`${servers[0].url}/api/v1/oidc/begin`, { method: 'POST', headers: { cookie } })
  expect(response.status).toBe(200)
  const { url } = (await response.json()) as { url: string }
  return { url, browser: cookiesOf(response) }
}

/** The provider's redirects, as a browser follows them, up to the address of our own. */
async function askProvider(url: string): Promise<string> {
  const cookies = new Map<string, string>()
  for (let address = url, hops = 0; hops < 10; hops++) {
    if (address.startsWith(publicUrl)) return address
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=')
      cookies.set(name, value)
    }
    const to = response.headers.get('location')
    if (!to) throw new Error(`the provider stays at ${address}: ${await response.text()}`)
    address = new URL(to, address).href
  }
  throw new Error('the provider does not come to an end')
}

/** On the other server than the beginning. */
async function callBack(address: string, cookie: string) {
  const { pathname, search } = new URL(address)
  const response = await fetch(`${servers[1].url}${pathname}${search}`, {
    redirect: 'manual',
    headers: { cookie },
  })
  return { status: response.status, to: response.headers.get('location'), cookie: cookiesOf(response) }
}

async function signIn(who: { accountId: string; name: string }, cookie = '') {
  Object.assign(provider.next, who)
  const { url, browser } = await begin(cookie)
  return callBack(await askProvider(url), [browser, cookie].filter(Boolean).join('; '))
}

async function get(path: string, cookie: string): Promise<Record<string, unknown>> {
  return (await (await fetch(`${servers[0].url}/api/v1${path}`, { headers: { cookie } })).json()) as Record<
    string,
    unknown
  >
}

test('a page learns the name of the provider', async () => {
  expect(await get('/sign-in-ways', '')).toEqual({ oidc: 'the club' })
})

test('a new person has the provider’s name, is in the lobby, and comes back as the same person', async () => {
  const first = await signIn({ accountId: 'bo', name: 'Bo  Diddley' })
  expect(first).toMatchObject({ status: 302, to: lobby() })
  const bo = (await get('/me', first.cookie)) as unknown as Person
  expect(bo).toMatchObject({ name: 'Bo Diddley', isGuest: false })
  expect(((await get('/rooms', first.cookie)).rooms as unknown[]).length).toBe(1)
  expect(await get('/account', first.cookie)).toMatchObject({ userName: null, role: 'member' })
  const second = await signIn({ accountId: 'bo', name: 'Another Name' })
  expect(await get('/me', second.cookie)).toEqual(bo)
})

test('a guest who signs in for the first time stays the same person, on open sockets', async () => {
  const guest = await joinAsGuest(servers[0].url, 'Cy')
  const before = (await get('/me', guest.cookie)) as unknown as Person
  const told: Person[] = []
  guest.socket.on('person:changed', ({ person }: { person: Person }) => told.push(person))
  const claimed = await signIn({ accountId: 'cy', name: 'Cy at the club' }, guest.cookie)
  expect(claimed).toMatchObject({ status: 302, to: lobby(), cookie: '' })
  await until('told', ANNOUNCED_WITHIN_MS, () => told.length === 1)
  expect(told).toEqual([{ ...before, isGuest: false }])
  expect(guest.socket.connected).toBe(true)
  const elsewhere = await signIn({ accountId: 'cy', name: 'Cy' })
  expect((await get('/me', elsewhere.cookie)).id).toBe(before.id)
  guest.socket.close()
})

test('a guest whose provider knows them as another person becomes that person', async () => {
  const first = await signIn({ accountId: 'di', name: 'Di' })
  const guest = await joinAsGuest(servers[0].url, 'Somebody')
  const again = await signIn({ accountId: 'di', name: 'Di' }, guest.cookie)
  expect((await get('/me', again.cookie)).id).toBe((await get('/me', first.cookie)).id)
  expect((await get('/me', guest.cookie)).isGuest).toBe(true)
  guest.socket.close()
})

test('a name that our rules refuse becomes another', async () => {
  const { cookie } = await signIn({ accountId: 'ed', name: 'E' })
  expect((await get('/me', cookie)).name).toBe('Member')
})

test('a redirect works once, in the browser that began, with its own state', async () => {
  Object.assign(provider.next, { accountId: 'flo', name: 'Flo' })
  const refused = { status: 302, to: `${publicUrl}/sign-in-refused`, cookie: '' }
  const [own, other] = [await begin(), await begin()]
  const address = await askProvider(own.url)
  expect(await callBack(address, other.browser)).toEqual(refused)
  // The wrong browser has used the state up.
  expect(await callBack(address, own.browser)).toEqual(refused)

  const fresh = await begin()
  const right = await askProvider(fresh.url)
  const forged = new URL(right)
  forged.searchParams.set('state', 'forged')
  expect(await callBack(forged.href, fresh.browser)).toEqual(refused)
  expect((await callBack(right, fresh.browser)).to).toBe(lobby())
  expect(await callBack(right, fresh.browser)).toEqual(refused)
})

test('a code that the provider did not give opens nothing', async () => {
  const { url, browser } = await begin()
  const address = new URL(await askProvider(url))
  address.searchParams.set('code', 'forged')
  expect((await callBack(address.href, browser)).to).toBe(`${publicUrl}/sign-in-refused`)
})
