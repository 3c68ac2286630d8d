// A guest who makes an account, and the same person on another device.
import { expect as see, type Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { composer, joinByName, TIMEOUT, said, say } from '@parley/testkit/browser'
import {
  accountButton,
  chooseInMenu,
  dialog,
  makeAccount,
  PASSWORD,
  signIn,
  signOut,
} from '../src/account-window'
import { seeAllSent, seeOnline, setBrowserStage } from '../src/browser-stage'

const { join, open } = setBrowserStage()

const sessionsIn = (page: Page) =>
  dialog(page).getByRole('region', { name: 'Signed in' }).getByRole('listitem')

test('a guest makes an account in place, keeps the draft, and comes back as the same person on another device', async () => {
  const faults: string[] = []
  const { page } = await join('Ada', 1, { faults })
  await say(page, 'said as a guest')
  await seeAllSent(page, ['said as a guest'])
  await composer(page).fill('half a thought')
  await see(accountButton(page)).toContainText('Guest')

  const codes = await makeAccount(page, 'ada')
  expect(codes).toHaveLength(8)
  await see(accountButton(page)).not.toContainText('Guest', TIMEOUT)
  await see(composer(page)).toHaveValue('half a thought')
  await composer(page).press('Enter')
  await seeAllSent(page, ['half a thought'])

  const other = await open('/?server=2', { faults })
  await signIn(other, 'ada', 'wrong horse')
  await see(other.getByText('The user name or the password is wrong.')).toBeVisible(TIMEOUT)
  await other.getByLabel('Password').fill(PASSWORD)
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await see(said(other, 'said as a guest')).toBeVisible(TIMEOUT)
  await seeOnline(other)
  // Own messages can be edited: it is the same person.
  await other.locator('[data-message-id]', { hasText: 'said as a guest' }).hover()
  await see(other.getByRole('button', { name: 'Edit' }).first()).toBeVisible(TIMEOUT)

  await chooseInMenu(other, 'Account')
  await see(dialog(other).getByText('You sign in as ada.')).toBeVisible(TIMEOUT)
  await see(sessionsIn(other)).toHaveCount(2, TIMEOUT)
  await dialog(other).getByRole('button', { name: 'Sign out everywhere else' }).click()
  await see(page.getByText('You were signed out')).toBeVisible(TIMEOUT)
  await see(page.getByText('said as a guest')).toHaveCount(0)
  await see(sessionsIn(other)).toHaveCount(1, TIMEOUT)
  expect(faults).toEqual([])
})

test('after a forgotten password a recovery code sets a new one, once', async () => {
  const { page } = await join('Bo', 1)
  const [code = ''] = await makeAccount(page, 'bo')
  await signOut(page)

  const recover = async () => {
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Forgot your password?' }).click()
    await page.getByLabel('User name').fill('bo')
    await page.getByLabel('New password').fill('another horse')
    await page.getByLabel('Recovery code').fill(code.toLowerCase().replaceAll('-', ' '))
    await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  }
  await recover()
  await see(composer(page)).toBeVisible(TIMEOUT)
  await see(accountButton(page)).toContainText('Bo')
  await signOut(page)
  await recover()
  await see(page.getByText('is wrong or was used')).toBeVisible(TIMEOUT)
  await page.getByRole('button', { name: 'Join as a guest' }).click()
  await joinByName(page, 'Somebody else')
})

test('the account’s window changes the password, and shows a refusal at its field', async () => {
  const { page } = await join('Cleo', 2)
  await chooseInMenu(page, 'Make an account')
  await dialog(page).getByLabel('User name').fill('cleo v')
  await dialog(page).getByLabel('New password').fill(PASSWORD)
  const make = dialog(page).getByRole('button', { name: 'Make an account' })
  await make.click()
  await see(dialog(page).getByText('letters a to z')).toBeVisible(TIMEOUT)
  await dialog(page).getByLabel('User name').fill('cleo')
  await dialog(page).getByLabel('New password').fill('short')
  await make.click()
  await see(dialog(page).getByText('at least 8 characters')).toBeVisible(TIMEOUT)
  await dialog(page).getByLabel('New password').fill(PASSWORD)
  await make.click()
  await dialog(page).getByRole('button', { name: 'I have kept them' }).click(TIMEOUT)

  await chooseInMenu(page, 'Account')
  await dialog(page).getByRole('button', { name: 'Change password' }).click()
  await dialog(page).getByLabel('Password until now').fill('wrong horse')
  await dialog(page).getByLabel('New password').fill('another horse')
  const change = dialog(page).getByRole('button', { name: 'Change it' })
  await change.click()
  await see(dialog(page).getByText('This is not your password.')).toBeVisible(TIMEOUT)
  await dialog(page).getByLabel('Password until now').fill(PASSWORD)
  await change.click()
  await see(dialog(page).getByText('You sign in as cleo.')).toBeVisible(TIMEOUT)
  await page.keyboard.press('Escape')
  await signOut(page)
  await signIn(page, 'cleo', 'another horse')
  await see(composer(page)).toBeVisible(TIMEOUT)
})

test('an authenticator app is set up, asked for at sign-in, and turned off', async () => {
  const { page } = await join('Dee', 1)
  const [recoveryCode = ''] = await makeAccount(page, 'dee')
  await chooseInMenu(page, 'Account')
  await dialog(page).getByRole('button', { name: 'Authenticator app off' }).click(TIMEOUT)
  await dialog(page).getByLabel('Your password').fill(PASSWORD)
  await dialog(page).getByRole('button', { name: 'Continue' }).click()
  await see(dialog(page).getByRole('img', { name: 'authenticator app' })).toBeVisible(TIMEOUT)
  const secret = (
    await dialog(page)
      .getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
      .innerText()
  ).replaceAll(' ', '')
  const codeOf = (steps: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })
  await dialog(page).getByLabel('The code that it shows').fill('000000')
  const turnOn = dialog(page).getByRole('button', { name: 'Turn it on' })
  await turnOn.click()
  await see(dialog(page).getByText('is wrong or was used')).toBeVisible(TIMEOUT)
  await dialog(page).getByLabel('The code that it shows').fill(codeOf(-1))
  await turnOn.click()
  await see(dialog(page).getByRole('button', { name: 'Authenticator app on' })).toBeVisible(TIMEOUT)
  await page.keyboard.press('Escape')
  await signOut(page)

  await signIn(page, 'dee', PASSWORD)
  const code = page.getByLabel('Code of your authenticator app')
  await code.fill('000000', TIMEOUT)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await see(page.getByText('is wrong or was used')).toBeVisible(TIMEOUT)
  await code.fill(codeOf(0))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await see(composer(page)).toBeVisible(TIMEOUT)
  await signOut(page)
  await signIn(page, 'dee', PASSWORD)
  await code.fill(recoveryCode.toLowerCase(), TIMEOUT)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await see(composer(page)).toBeVisible(TIMEOUT)

  await chooseInMenu(page, 'Account')
  await dialog(page).getByRole('button', { name: 'Authenticator app on' }).click(TIMEOUT)
  await dialog(page).getByLabel('Your password').fill(PASSWORD)
  await dialog(page).getByRole('button', { name: 'Turn it off' }).click()
  await see(dialog(page).getByRole('button', { name: 'Authenticator app off' })).toBeVisible(TIMEOUT)
})

test('a passkey is added, signs in without a password, and is removed', async () => {
  const { page } = await join('Eli', 1)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  await makeAccount(page, 'eli')
  await chooseInMenu(page, 'Account')
  await dialog(page).getByRole('button', { name: 'Passkeys' }).click(TIMEOUT)
  await see(dialog(page).getByText('You have no passkey yet.')).toBeVisible(TIMEOUT)
  await dialog(page).getByRole('button', { name: 'Add a passkey' }).click()
  await dialog(page).getByLabel('Your password').fill('wrong horse')
  await dialog(page).getByRole('button', { name: 'Add a passkey' }).click()
  await see(dialog(page).getByText('This is not your password.')).toBeVisible(TIMEOUT)
  await dialog(page).getByLabel('Your password').fill(PASSWORD)
  await dialog(page).getByRole('button', { name: 'Add a passkey' }).click()
  const passkeys = dialog(page).getByRole('list', { name: 'Passkeys' }).getByRole('listitem')
  await see(passkeys).toHaveCount(1, TIMEOUT)
  await see(passkeys).toContainText('Chrome on Linux')
  await page.keyboard.press('Escape')
  await signOut(page)

  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click(TIMEOUT)
  await see(composer(page)).toBeVisible(TIMEOUT)
  await see(accountButton(page)).toContainText('Eli')

  await chooseInMenu(page, 'Account')
  await dialog(page).getByRole('button', { name: 'Passkeys' }).click(TIMEOUT)
  await see(passkeys).toContainText('Used', TIMEOUT)
  await passkeys.getByRole('button', { name: 'Remove' }).click()
  await see(dialog(page).getByText('You have no passkey yet.')).toBeVisible(TIMEOUT)
  await page.keyboard.press('Escape')
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click(TIMEOUT)
  await see(page.getByText('This passkey does not work here.')).toBeVisible(TIMEOUT)
})
