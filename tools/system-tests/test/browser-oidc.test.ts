// Signing in with a provider of OpenID Connect.
import { expect as see } from '@playwright/test'
import { findFreePort } from '@parley/engines'
import { composer, said, say, TIMEOUT } from '@parley/testkit/browser'
import { OIDC_CLIENT, startOidcProvider, type OidcProviderHere } from '@parley/testkit/oidc'
import { afterAll, beforeAll, test } from 'vitest'
import { accountButton, chooseInMenu, dialog } from '../src/account-window'
import { seeAllSent, setBrowserStage } from '../src/browser-stage'

const port = await findFreePort()
const { join, open, stack } = setBrowserStage({
  environment: {
    ...{ OIDC_ISSUER: `http://127.0.0.1:${port}`, OIDC_LABEL: 'the club' },
    ...{ OIDC_CLIENT_ID: OIDC_CLIENT.id, OIDC_CLIENT_SECRET: OIDC_CLIENT.secret },
  },
})
let provider: OidcProviderHere

// After the stack, whose address it redirects to: servers ask the provider at the first sign-in.
beforeAll(async () => {
  provider = await startOidcProvider(`${stack().dev().webUrl}/api/v1/oidc/callback`, port)
})
afterAll(() => provider?.close())

test('a guest continues with the provider as the same person, and comes back with it on another device', async () => {
  const { page } = await join('Ada', 1)
  await say(page, 'said as a guest')
  await seeAllSent(page, ['said as a guest'])
  await composer(page).fill('half a thought')
  await chooseInMenu(page, 'Make an account')
  await dialog(page).getByRole('button', { name: 'Continue with the club' }).click(TIMEOUT)
  await see(accountButton(page)).toContainText('Ada', TIMEOUT)
  await see(accountButton(page)).not.toContainText('Guest', TIMEOUT)

  const other = await open('/?server=2')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.getByRole('button', { name: 'Sign in with the club' }).click(TIMEOUT)
  await see(accountButton(other)).toContainText('Ada', TIMEOUT)
  await see(said(other, 'said as a guest')).toBeVisible(TIMEOUT)
  await chooseInMenu(other, 'Account')
  await see(dialog(other).getByRole('button', { name: 'Passkeys' })).toBeVisible(TIMEOUT)
  await see(dialog(other).getByRole('button', { name: 'Change password' })).toHaveCount(0)
})
