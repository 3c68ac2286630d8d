// What a user does with the account's menu and windows.
import { type Page, expect as see } from '@playwright/test'
import { TIMEOUT } from '@parley/testkit/browser'

/** Of every account that a test makes. */
export const PASSWORD = 'correct horse'

export const accountButton = (page: Page) => page.getByRole('button', { name: 'theme and account' })
export const dialog = (page: Page) => page.getByRole('dialog')

export async function chooseInMenu(page: Page, name: string) {
  await accountButton(page).click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}

/** Resolves to the recovery codes. */
export async function makeAccount(page: Page, userName: string): Promise<string[]> {
  await chooseInMenu(page, 'Make an account')
  await dialog(page).getByLabel('User name').fill(userName)
  await dialog(page).getByLabel('New password').fill(PASSWORD)
  await dialog(page).getByRole('button', { name: 'Make an account' }).click()
  const codes = dialog(page).getByRole('list', { name: 'Recovery codes' })
  await see(codes).toBeVisible(TIMEOUT)
  const texts = await codes.getByRole('listitem').allInnerTexts()
  await dialog(page).getByRole('button', { name: 'I have kept them' }).click()
  await see(dialog(page)).toBeHidden(TIMEOUT)
  return texts
}

export async function signIn(page: Page, userName: string, password: string) {
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('User name').fill(userName)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export async function signOut(page: Page) {
  await chooseInMenu(page, 'Sign out')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(({ pathname }) => pathname === '/', TIMEOUT)
  await see(page.getByRole('textbox', { name: 'Your name' })).toBeVisible(TIMEOUT)
}
