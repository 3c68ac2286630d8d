// Names that change, the owner of the installation, and a lost password.
import { expect as see } from '@playwright/test'
import { expect, test } from 'vitest'
import { composer, said, say, TIMEOUT } from '@parley/testkit/browser'
import {
  accountButton,
  chooseInMenu,
  dialog,
  makeAccount,
  PASSWORD,
  signIn,
  signOut,
} from '../src/account-window'
import { seeAllSent, setBrowserStage } from '../src/browser-stage'

const { join, open, stack } = setBrowserStage()

test('a new name and a new account show at once where others look; what was said keeps the old name', async () => {
  const [{ page: ada }, { page: bo }] = [await join('Ada', 1), await join('Bo', 2)]
  await say(ada, 'as Ada')
  await seeAllSent(ada, ['as Ada'])
  await bo.getByRole('button', { name: 'Members' }).click()
  const members = bo.getByRole('complementary', { name: 'Members' })
  const row = (name: string) => members.getByRole('listitem').filter({ hasText: name })
  await see(row('Ada')).toContainText('guest', TIMEOUT)

  await chooseInMenu(ada, 'Change name')
  await dialog(ada).getByLabel('Your name').fill('A')
  await dialog(ada).getByRole('button', { name: 'Change it' }).click()
  await see(dialog(ada).getByText('at least 2 characters')).toBeVisible(TIMEOUT)
  await dialog(ada).getByLabel('Your name').fill('Countess')
  await dialog(ada).getByRole('button', { name: 'Change it' }).click()
  await see(dialog(ada)).toBeHidden(TIMEOUT)
  await see(accountButton(ada)).toContainText('Countess', TIMEOUT)
  await see(row('Countess')).toBeVisible(TIMEOUT)
  await see(row('Ada')).toHaveCount(0)

  await say(ada, 'as Countess')
  await see(said(bo, 'as Countess')).toBeVisible(TIMEOUT)
  const authorOf = (text: string) => bo.locator('[data-message-id]', { hasText: text })
  await see(authorOf('as Ada')).toContainText('Ada', TIMEOUT)

  await makeAccount(ada, 'countess')
  await see(row('Countess')).not.toContainText('guest', TIMEOUT)
})

test('the link of the log makes an owner, who helps somebody back in after a lost password', async () => {
  const faults: string[] = []
  const link = stack()
    .lines()
    .flatMap((line) => /http\S+\/owner#\S+/.exec(line) ?? [])[0]!
  const { pathname, hash } = new URL(link)
  const ada = await open(`${pathname}${hash}`, { faults })
  await ada.getByLabel('Your name').fill('Ada')
  await ada.getByLabel('User name').fill('owner')
  await ada.getByLabel('New password').fill(PASSWORD)
  await ada.getByRole('button', { name: 'Make an account' }).click()
  await ada.getByRole('button', { name: 'I have kept them' }).click(TIMEOUT)
  await ada.getByRole('button', { name: 'Become the owner' }).click(TIMEOUT)
  await ada.getByRole('link', { name: 'Open Parley' }).click(TIMEOUT)
  await see(composer(ada)).toBeVisible(TIMEOUT)

  const { page: bo } = await join('Bo', 2)
  await makeAccount(bo, 'bo')
  await signOut(bo)
  await chooseInMenu(ada, 'Account')
  await see(dialog(ada).getByText('You are the owner.')).toBeVisible(TIMEOUT)
  await dialog(ada).getByRole('button', { name: 'Help somebody back in' }).click()
  await dialog(ada).getByLabel('Their user name').fill('nobody')
  const make = dialog(ada).getByRole('button', { name: 'Make a link' })
  await make.click()
  await see(dialog(ada).getByText('Nobody has this user name.')).toBeVisible(TIMEOUT)
  await dialog(ada).getByLabel('Their user name').fill('bo')
  await make.click()
  const recovery = new URL(await dialog(ada).getByText('/recover#').innerText(TIMEOUT))

  const reset = async () => {
    const page = await open(`${recovery.pathname}${recovery.hash}`, { faults })
    await page.getByLabel('New password').fill('another horse')
    await page.getByRole('button', { name: 'Set the password and sign in' }).click()
    return page
  }
  await see(accountButton(await reset())).toContainText('Bo', TIMEOUT)
  await see((await reset()).getByText('was used or has expired')).toBeVisible(TIMEOUT)
  await signIn(bo, 'bo', 'another horse')
  await see(accountButton(bo)).toContainText('Bo', TIMEOUT)

  // Nobody becomes the owner with it a second time.
  const eve = await open(`${pathname}${hash}`, { faults })
  await eve.getByRole('button', { name: 'Sign in' }).click()
  await eve.getByLabel('User name').fill('bo')
  await eve.getByLabel('Password').fill('another horse')
  await eve.getByRole('button', { name: 'Sign in', exact: true }).click()
  await eve.getByRole('button', { name: 'Become the owner' }).click(TIMEOUT)
  await see(eve.getByText('was used or has expired')).toBeVisible(TIMEOUT)
  expect(faults).toEqual([])
})
