import { randomUUID } from 'node:crypto'
import type { Database } from '@parley/database'
import { fail, ok, parse, personName, LOBBY_ID, type PersonId, type Result } from '@parley/protocol'
import type { Logger } from '@parley/service'
import * as client from 'openid-client'
import type { OidcConfig } from '../config'
import type { User } from '../socket/socket-types'
import type { SignedInPerson } from './better-auth'
import { hashLinkToken } from './link-token'
import type { PersonChanges } from './person-changes'
import type { PersonSessions } from './person-sessions'

const VALID_MS = 10 * 60_000

/** Signing in with one OpenID Connect provider. */
export interface Oidc {
  label: string
  /** `browser`: the secret of a cookie, so that only this browser ends what it began. The answer is the provider's address. */
  begin(browser: string): Promise<Result<string>>
  /** `search`: the query of the provider's redirect. `user`: of the browser's session; a guest keeps it and gets no other. */
  finish(parts: {
    browser: string
    search: URLSearchParams
    user: User | null
    userAgent: string
  }): Promise<Result<SignedInPerson | null>>
}

export function createOidc(parts: {
  config: OidcConfig
  accounts: Pick<Database['accounts'], 'ofProvider' | 'claimByProvider' | 'createByProvider'>
  members: Pick<Database['members'], 'join'>
  challenges: Database['challenges']
  personSessions: PersonSessions
  announcePerson: PersonChanges['announce']
  publicUrl: string
  clock: () => number
  logger: Logger
}): Oidc {
  const { config, accounts, members, challenges, personSessions, announcePerson, publicUrl, clock, logger } =
    parts
  const redirectUri = new URL('/api/v1/oidc/callback', publicUrl).href
  let discovering: Promise<client.Configuration> | undefined

  /** Asks the provider once; a provider that is down is asked again at the next sign-in. */
  function discovered() {
    discovering ??= discover(config).catch((cause: unknown) => {
      discovering = undefined
      throw cause
    })
    return discovering
  }

  async function begin(browser: string): Promise<Result<string>> {
    try {
      const provider = await discovered()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const verifier = client.randomPKCECodeVerifier()
      const value = JSON.stringify({ verifier, nonce, browser: hashLinkToken(browser) })
      await challenges.keep({ key: keyOf(state), value, expiresAt: new Date(clock() + VALID_MS) })
      const address = client.buildAuthorizationUrl(provider, {
        ...{ redirect_uri: redirectUri, scope: 'openid profile', state, nonce },
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return ok(address.href)
    } catch (cause) {
      logger.warn({ cause }, 'the provider of OIDC does not answer as it should; nobody signs in with it')
      return fail('provider-refused')
    }
  }

  /** Who the provider says it is; null for a redirect that this browser did not begin, or that the provider does not confirm. */
  async function identify(browser: string, search: URLSearchParams) {
    const state = search.get('state') ?? ''
    const kept = await challenges.take(keyOf(state))
    if (!kept) return null
    const begun = JSON.parse(kept) as { verifier: string; nonce: string; browser: string }
    if (begun.browser !== hashLinkToken(browser)) return null
    try {
      const tokens = await client.authorizationCodeGrant(
        await discovered(),
        new URL(`${redirectUri}?${search.toString()}`),
        { pkceCodeVerifier: begun.verifier, expectedState: state, expectedNonce: begun.nonce },
      )
      return tokens.claims() ?? null
    } catch (cause) {
      logger.warn({ cause }, 'the provider of OIDC confirmed no sign-in')
      return null
    }
  }

  return {
    label: config.label,
    begin,
    async finish({ browser, search, user, userAgent }) {
      const claims = await identify(browser, search)
      if (!claims) return fail('provider-refused')
      const login = { providerId: `oidc:${config.issuer}`, accountId: claims.sub }
      const known = await accounts.ofProvider(login)
      if (known) return ok(await personSessions.start(known, userAgent))
      if (user?.isGuest) {
        const claimed = await accounts.claimByProvider(user.id, login)
        if (claimed !== 'claimed') return fail('provider-refused')
        announcePerson({ id: user.id, name: user.name, isGuest: false })
        return ok(null)
      }
      const personId: PersonId = randomUUID()
      const created = await accounts.createByProvider({ personId, name: nameIn(claims) }, login)
      if (created !== 'created') return fail('provider-refused')
      await members.join(LOBBY_ID, personId)
      return ok(await personSessions.start(personId, userAgent))
    },
  }
}

function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<client.Configuration> {
  const address = new URL(issuer)
  // An issuer without https is a test, or stands beside the server in a closed network: the operator wrote the address.
  const execute = address.protocol === 'http:' ? [client.allowInsecureRequests] : []
  return client.discovery(address, clientId, clientSecret, undefined, { execute })
}

/** The provider's name for the person, by our own rules of names. */
function nameIn(claims: client.IDToken): string {
  for (const claim of [claims.name, claims.preferred_username, claims.nickname]) {
    const read = parse(personName, claim)
    if (read.ok) return read.value
  }
  return 'Member'
}

function keyOf(state: string): string {
  return `oidc:${hashLinkToken(state)}`
}
