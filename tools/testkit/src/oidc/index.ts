// A real provider of OpenID Connect, in the test process. It asks nobody: the test says who sits at the browser.
import { createServer } from 'node:http'
import { findFreePort } from '@parley/engines'
import { Provider } from 'oidc-provider'

/** The client that every provider of a test knows. */
export const OIDC_CLIENT = { id: 'parley', secret: 'a secret of this test' }

export interface OidcProviderHere {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who signs in next. */
  next: { accountId: string; name: string }
  close(): Promise<void>
}

export async function startOidcProvider(redirectUri: string, givenPort?: number): Promise<OidcProviderHere> {
  const port = givenPort ?? (await findFreePort())
  const issuer = `http://127.0.0.1:${port}`
  const [clientId, clientSecret] = [OIDC_CLIENT.id, OIDC_CLIENT.secret]
  const next = { accountId: 'ada', name: 'Ada' }
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => {
      const { name } = next
      return { accountId, claims: () => ({ sub: accountId, name }) }
    },
    // The test's person agrees to everything.
    async loadExistingGrant(context) {
      const { client, session } = context.oidc
      const grant = new context.oidc.provider.Grant({
        clientId: client!.clientId,
        accountId: session!.accountId!,
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  const http = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: next.accountId } })
  })
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  return {
    ...{ issuer, clientId, clientSecret, next },
    close: () => new Promise((resolve) => (http.close(() => resolve()), http.closeAllConnections())),
  }
}
