// Changes of messages in real browsers on two servers: edit, react, delete.
import { expect as see, type Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { composer, TIMEOUT, said, say } from '@parley/testkit/browser'
import { setBrowserStage } from '../src/browser-stage'

const stage = setBrowserStage()

async function join(name: string, server: number): Promise<Page> {
  return (await stage.join(name, server)).page
}

const messageWith = (page: Page, text: string) => page.locator('[data-message-id]', { hasText: text })

async function act(page: Page, text: string, name: string) {
  const message = messageWith(page, text)
  await message.hover()
  await message.getByRole('toolbar', { name: 'Message actions' }).getByRole('button', { name }).click()
}

test('a message is edited, reacted to and deleted, and others on another server see it, also after a reload', async () => {
  const ada = await join('Ada', 1)
  const bo = await join('Bo', 2)
  await say(ada, 'the firts draft')
  await say(ada, 'a slip of the tongue')
  await see(said(bo, 'a slip of the tongue')).toBeVisible(TIMEOUT)

  await act(ada, 'the firts draft', 'Edit')
  const field = ada.getByRole('textbox', { name: 'Edit message' })
  await see(field).toBeFocused(TIMEOUT)
  await field.fill('the first draft')
  await field.press('Enter')
  await see(field).toHaveCount(0)
  await see(composer(ada)).toBeFocused(TIMEOUT)
  await see(messageWith(bo, 'the first draft')).toContainText('edited', TIMEOUT)

  await act(bo, 'the first draft', 'React with 👍')
  const thumbs = (page: Page) => messageWith(page, 'the first draft').getByRole('button', { name: /^👍 1/ })
  await see(thumbs(ada)).toBeVisible(TIMEOUT)
  await see(thumbs(bo)).toHaveAttribute('aria-pressed', 'true')

  await act(ada, 'a slip of the tongue', 'Delete')
  await ada.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  for (const page of [ada, bo]) {
    await see(said(page, 'a slip of the tongue')).toHaveCount(0, TIMEOUT)
    await see(page.getByText('This message was deleted.')).toBeVisible(TIMEOUT)
  }

  for (const page of [ada, bo]) {
    await page.reload()
    await see(messageWith(page, 'the first draft')).toContainText('edited', TIMEOUT)
    await see(thumbs(page)).toBeVisible(TIMEOUT)
    await see(page.getByText('This message was deleted.')).toBeVisible(TIMEOUT)
    await see(said(page, 'a slip of the tongue')).toHaveCount(0)
  }
  await messageWith(bo, 'the first draft').hover()
  const actions = messageWith(bo, 'the first draft').getByRole('toolbar')
  await see(actions.getByRole('button', { name: 'Take back 👍' })).toBeVisible(TIMEOUT)
  expect(await actions.getByRole('button', { name: 'Edit' }).count()).toBe(0)
})

test('an edit by keyboard alone, written without a network, is sent on its return', async () => {
  const cy = await join('Cy', 1)
  await say(cy, 'befor the tunnel')
  await see(cy.locator('[data-state="sent"]', { hasText: 'befor the tunnel' })).toBeVisible(TIMEOUT)
  await cy.context().setOffline(true)
  await see(cy.locator('[data-connection="offline"]')).toBeVisible(TIMEOUT)
  await composer(cy).press('ArrowUp')
  const field = cy.getByRole('textbox', { name: 'Edit message' })
  await see(field).toBeFocused(TIMEOUT)
  await field.fill('before the tunnel')
  await field.press('Enter')
  await see(messageWith(cy, 'before the tunnel')).toBeVisible(TIMEOUT)
  await cy.context().setOffline(false)
  const di = await join('Di', 2)
  await see(messageWith(di, 'before the tunnel')).toContainText('edited', TIMEOUT)
  await see(said(di, 'befor the tunnel')).toHaveCount(0)
})
