// Two people in a real browser, on two servers, with the built web client.
import { expect as see } from '@playwright/test'
import { expect, test } from 'vitest'
import { composer, log, TIMEOUT, said, say, type PageOptions } from '@parley/testkit/browser'
import { setBrowserStage } from '../src/browser-stage'

const stage = setBrowserStage()

async function join(name: string, server: number, options: PageOptions = {}) {
  return (await stage.join(name, server, options)).page
}

test('P3 P5: two people on two servers join by name and see each other’s messages, each own one as sent', async () => {
  const faults: string[] = []
  const ada = await join('Ada', 1, { faults })
  const bob = await join('Bob', 2, { faults })
  await see(composer(ada)).toBeFocused(TIMEOUT)
  await see(ada.getByText('server 1').first()).toBeVisible(TIMEOUT)
  await see(bob.getByText('server 2').first()).toBeVisible(TIMEOUT)

  await say(ada, 'hello from one')
  await see(said(bob, 'hello from one')).toBeVisible(TIMEOUT)
  await say(bob, 'hello from two')
  await see(said(ada, 'hello from two')).toBeVisible(TIMEOUT)
  const own = ada.locator('[data-message-id]', { hasText: 'hello from one' })
  await see(own).toHaveAttribute('data-state', 'sent', TIMEOUT)
  await see(own).toHaveCount(1)
  expect(faults).toEqual([])
})

test('a reloaded page shows the same person in the same room, with its history', async () => {
  const page = await join('Cleo', 1)
  await say(page, 'still here after a reload')
  await see(page.locator('[data-state="sent"]', { hasText: 'still here after a reload' })).toBeVisible(
    TIMEOUT,
  )
  await page.reload()
  await see(said(page, 'still here after a reload')).toBeVisible(TIMEOUT)
  await see(page.getByText('Cleo').first()).toBeVisible(TIMEOUT)
})

test('a refused name shows the reason, and nothing is lost', async () => {
  const page = await stage.open('/')
  const name = page.getByRole('textbox', { name: 'Your name' })
  await name.fill('x')
  await page.getByRole('button', { name: 'Join' }).click()
  await see(page.getByText('A name has at least 2 characters.')).toBeVisible(TIMEOUT)
  await see(name).toHaveValue('x')
})

test('a new room is visible to others, who join it and talk', async () => {
  const dora = await join('Dora', 1)
  const emil = await join('Emil', 2)
  await dora.getByRole('button', { name: 'New room' }).click()
  await dora.getByRole('textbox', { name: 'Name' }).fill('Gardens')
  await dora.getByRole('button', { name: 'Make room' }).click()
  await see(dora.getByRole('heading', { name: 'Gardens' })).toBeVisible(TIMEOUT)
  await say(dora, 'roses first')

  await emil.getByRole('button', { name: 'Browse rooms' }).click()
  await emil.getByRole('button', { name: 'Join Gardens' }).click()
  await see(said(emil, 'roses first')).toBeVisible(TIMEOUT)
  await say(emil, 'then tulips')
  await see(said(dora, 'then tulips')).toBeVisible(TIMEOUT)
})

test('P6: the server of an open page is killed; messages written meanwhile are sent once, in order', async () => {
  const faults: string[] = []
  const fay = await join('Fay', 1, { faults })
  const gus = await join('Gus', 2, { faults })
  await say(fay, 'before the kill')
  await see(said(gus, 'before the kill')).toBeVisible(TIMEOUT)
  const back = stage.stack().killService('server', '1')
  for (const text of ['first after', 'second after', 'third after']) await say(fay, text)
  await back
  for (const text of ['first after', 'second after', 'third after']) {
    await see(fay.locator('[data-state="sent"]', { hasText: text })).toHaveCount(1, TIMEOUT)
    await see(said(gus, text)).toHaveCount(1, TIMEOUT)
  }
  const order = await log(gus).locator('[data-message-id]').allInnerTexts()
  const places = ['first after', 'second after', 'third after'].map((text) =>
    order.findIndex((each) => each.includes(text)),
  )
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(faults).toEqual([])
})

test('at 360 px nothing overflows, and the room list is one step back', async () => {
  const page = await join('Hana', 1, { width: 360 })
  await say(page, 'averyveryverylongwordthatneverends'.repeat(8))
  await see(page.locator('[data-state="sent"]').last()).toBeVisible(TIMEOUT)
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(overflow).toBeLessThanOrEqual(0)
})
