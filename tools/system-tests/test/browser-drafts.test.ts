// A browser's data of a person: drafts and unsent messages, their tabs, and their deletion.
import { type BrowserContext, type Page, expect as see } from '@playwright/test'
import { expect, test } from 'vitest'
import { composer, joinByName, log, openTab, TIMEOUT, said, say } from '@parley/testkit/browser'
import { seeAllSent, seeOnline, setBrowserStage } from '../src/browser-stage'
import { keysOnDevice, seePageKept } from '../src/kept-on-device'

const { address, join, open } = setBrowserStage()

const messageWith = (page: Page, text: string) => page.locator('[data-message-id]', { hasText: text })
const editField = (page: Page) => page.getByRole('textbox', { name: 'Edit message' })

async function joinInTwoTabs(name: string): Promise<{ profile: BrowserContext; one: Page; two: Page }> {
  const { profile, page: one } = await join(name, 1)
  const two = await openTab(profile, address(2))
  await see(composer(two)).toBeVisible(TIMEOUT)
  await seeOnline(two)
  return { profile, one, two }
}

async function signOut(page: Page) {
  await page.getByRole('button', { name: 'theme and account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await see(page.getByRole('textbox', { name: 'Your name' })).toBeVisible(TIMEOUT)
}

async function edit(page: Page, text: string) {
  await messageWith(page, text).hover()
  await messageWith(page, text).getByRole('button', { name: 'Edit' }).click()
  await see(editField(page)).toBeFocused(TIMEOUT)
}

test('signing out in one tab removes everything in all tabs, and the next person finds nothing of it', async () => {
  const { one, two } = await joinInTwoTabs('Ada')
  await say(one, 'said by Ada')
  await seeAllSent(one, ['said by Ada'])
  await seePageKept(one)
  await composer(one).fill('half a thought of Ada')
  await see(composer(two)).toHaveValue('half a thought of Ada', TIMEOUT)
  await composer(two).press('End')
  await composer(two).pressSequentially(' and more')
  await see(composer(one)).toHaveValue('half a thought of Ada and more', TIMEOUT)

  await signOut(one)
  await see(two.getByText('You signed out in another tab')).toBeVisible(TIMEOUT)
  const { local, session, rows, cached } = await keysOnDevice(one)
  expect({ local, session, rows }).toEqual({ local: [], session: [], rows: [] })
  // The page itself, the same for every person.
  expect(cached?.filter((path) => path !== '/rooms' && !path.startsWith('/_next/static/'))).toEqual([])

  await joinByName(one, 'Bo')
  await see(composer(one)).toHaveValue('')
  const kept = await keysOnDevice(one)
  expect(kept.local?.length).toBe(1)
  await two.getByRole('link', { name: 'Join again' }).click()
  await see(composer(two)).toHaveValue('', TIMEOUT)
  await see(two.getByText('Bo').first()).toBeVisible(TIMEOUT)
})

test('a draft that is sent in one tab is gone from the other: Enter there sends nothing', async () => {
  const { one, two } = await joinInTwoTabs('Cleo')
  await composer(one).fill('only once')
  await see(composer(two)).toHaveValue('only once', TIMEOUT)
  await composer(one).press('Enter')
  await see(composer(two)).toHaveValue('', TIMEOUT)
  await composer(two).press('Enter')
  await composer(two).fill('and then this')
  await composer(two).press('Enter')
  await seeAllSent(two, ['only once', 'and then this'])
  await see(said(one, 'only once')).toHaveCount(1)
})

test('a change from another tab leaves the caret where the person types', async () => {
  const { one, two } = await joinInTwoTabs('Dora')
  await composer(one).fill('one two')
  await see(composer(two)).toHaveValue('one two', TIMEOUT)
  await composer(two).press('Home')
  for (let i = 0; i < 3; i++) await composer(two).press('ArrowRight')
  await composer(one).fill('one two three')
  await see(composer(two)).toHaveValue('one two three', TIMEOUT)
  await two.keyboard.type('!')
  await see(composer(one)).toHaveValue('one! two three', TIMEOUT)
})

test('an unsaved edit survives another edit, navigation to another room and a reload, and is announced', async () => {
  const { page } = await join('Emil', 1)
  await page.getByRole('button', { name: 'New room' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Atelier')
  await page.keyboard.press('Escape')
  await see(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'New room' }).click()
  await see(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Atelier')
  await page.getByRole('button', { name: 'Make room' }).click()
  await see(page.getByRole('heading', { name: 'Atelier' })).toBeVisible(TIMEOUT)
  await say(page, 'first text')
  await say(page, 'second text')
  await seeAllSent(page, ['first text', 'second text'])
  const hint = messageWith(page, 'first text').getByText('Your edit is not saved.')
  const goOn = () => messageWith(page, 'first text').getByRole('button', { name: 'Continue' }).click()

  await edit(page, 'first text')
  await editField(page).fill('first text, made longer')
  await edit(page, 'second text')
  await see(hint).toBeVisible(TIMEOUT)
  await editField(page).press('Escape')
  await see(hint).toBeVisible()

  await goOn()
  await see(editField(page)).toHaveValue('first text, made longer')
  await editField(page).press('Alt+ArrowUp')
  await see(page.getByRole('heading', { name: 'Atelier' })).toHaveCount(0, TIMEOUT)
  await page.keyboard.press('Alt+ArrowDown')
  await see(hint).toBeVisible(TIMEOUT)

  await goOn()
  await see(editField(page)).toHaveValue('first text, made longer')
  await page.reload()
  await see(hint).toBeVisible(TIMEOUT)
  await goOn()
  await editField(page).press('Enter')
  await see(messageWith(page, 'first text, made longer')).toContainText('edited', TIMEOUT)
  await see(log(page).getByText('Your edit is not saved.')).toHaveCount(0)
})

test('Escape and Cancel close the edit field and keep a changed text; only Drop it drops it', async () => {
  const { page } = await join('Hana', 1)
  await say(page, 'as it was')
  await seeAllSent(page, ['as it was'])
  const hint = messageWith(page, 'as it was').getByText('Your edit is not saved.')

  await edit(page, 'as it was')
  await editField(page).press('Escape')
  await see(editField(page)).toHaveCount(0)
  await see(hint).toHaveCount(0)

  await edit(page, 'as it was')
  await editField(page).fill('as it was, and five lines more')
  await editField(page).press('Escape')
  await see(hint).toBeVisible(TIMEOUT)
  await messageWith(page, 'as it was').getByRole('button', { name: 'Continue' }).click()
  await see(editField(page)).toHaveValue('as it was, and five lines more')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await see(hint).toBeVisible(TIMEOUT)
  await messageWith(page, 'as it was').getByRole('button', { name: 'Drop it' }).click()
  await see(hint).toHaveCount(0)
  await edit(page, 'as it was')
  await see(editField(page)).toHaveValue('as it was')
})

test('a typed name in the join form survives a reload', async () => {
  const { page } = await join('Fay', 1)
  await signOut(page)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Fay again')
  await page.reload()
  await see(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Fay again', TIMEOUT)
})

test('a browser that keeps no cookie is told so at the join form, with the address that needs one', async () => {
  const page = await open('/', { withoutWorker: true })
  await page.route('**/api/v1/guests', async (route) => {
    const asked = route.request()
    // Not through the browser, whose jar would keep the cookie.
    const { origin } = new URL(asked.url())
    const answer = await fetch(asked.url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: asked.postData(),
    })
    await route.fulfill({ status: answer.status, contentType: 'application/json', body: await answer.text() })
  })
  await page.getByRole('textbox', { name: 'Your name' }).fill('Gil')
  await page.getByRole('button', { name: 'Join' }).click()
  await see(page.getByText(`allow cookies for ${new URL(page.url()).host}`)).toBeVisible(TIMEOUT)
  await see(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Gil')
})
