// Messages of other people in a browser: no text leaves its box, and browsers with fewer features still show it.
import { type Page, expect as see } from '@playwright/test'
import { expect, test } from 'vitest'
import { composer, TIMEOUT, said, say } from '@parley/testkit/browser'
import { seeAllSent, setBrowserStage } from '../src/browser-stage'

const { join } = setBrowserStage()

/** The flag `v` and Intl.Segmenter came to Firefox and Safari later than Parley's oldest supported versions. */
const AN_OLD_BROWSER = `
  delete Intl.Segmenter
  const refuseV = (flags) => {
    if (String(flags).includes('v')) throw new SyntaxError('Invalid flags')
  }
  globalThis.RegExp = new Proxy(RegExp, {
    construct(target, given, made) {
      refuseV(given[1])
      return Reflect.construct(target, given, made)
    },
    // The page's bundler removes a "new" without effect.
    apply(target, self, given) {
      refuseV(given[1])
      return Reflect.apply(target, self, given)
    },
  })
  delete URL.canParse
`

const messageWith = (page: Page, text: string) => page.locator('[data-message-id]', { hasText: text })

async function boxOf(page: Page, text: string) {
  const box = await messageWith(page, text).boundingBox()
  if (!box) throw new Error(`${text} is not on the page`)
  return box
}

test('a message of many lines is collapsed, and whole on request', async () => {
  const { page } = await join('Ada', 1)
  await say(page, `begins here${'\n'.repeat(1_500)}ends here`)
  await see(messageWith(page, 'begins here')).toHaveAttribute('data-state', 'sent', TIMEOUT)
  expect((await boxOf(page, 'begins here')).height).toBeLessThan(600)
  await messageWith(page, 'begins here').getByRole('button', { name: 'Show more' }).click()
  await see.poll(async () => (await boxOf(page, 'begins here')).height, TIMEOUT).toBeGreaterThan(10_000)
  await messageWith(page, 'begins here').getByRole('button', { name: 'Show less' }).click()
  await see.poll(async () => (await boxOf(page, 'begins here')).height, TIMEOUT).toBeLessThan(600)
})

test('of marks stacked on a letter only the first few are shown, in texts and names', async () => {
  const tower = `o${'\u0315'.repeat(29)}`
  const { page } = await join(`B${tower}`, 1)
  await say(page, `up ${tower}, and https://example.com/${tower}`)
  const message = messageWith(page, 'up o')
  await see(message).toHaveAttribute('data-state', 'sent', TIMEOUT)
  await see(message.locator('p')).toHaveCSS('overflow-y', 'clip')
  const shown = `o${'\u0315'.repeat(6)}`
  const name = message.locator('header span[dir]')
  await see.poll(() => name.textContent()).toBe(`B${shown}`)
  const text = `up ${shown}, and https://example.com/${shown}`
  await see.poll(() => message.locator('bdi').first().textContent()).toBe(text)
  // The link's address is unchanged.
  await see(message.getByRole('link')).toHaveAttribute('href', encodeURI(`https://example.com/${tower}`))
})

test('a text with direction marks turns no other text', async () => {
  const { page } = await join('Bo', 1)
  await say(page, '\u202Eturned around')
  const turned = messageWith(page, 'turned around')
  await see(turned).toHaveAttribute('data-state', 'sent', TIMEOUT)
  const text = await turned.locator('bdi').last().boundingBox()
  const sign = await turned.getByRole('img', { name: 'sent' }).boundingBox()
  expect(sign?.x ?? 0).toBeGreaterThan((text?.x ?? 0) + (text?.width ?? 0) - 1)
})

test('the actions of a message stand at the end of the text column, even on a wide screen', async () => {
  const { page } = await join('Cy', 1, { width: 1920 })
  await say(page, 'short')
  await seeAllSent(page, ['short'])
  await said(page, 'short').hover()
  const bar = await page.getByRole('toolbar', { name: 'Message actions' }).boundingBox()
  const column = await messageWith(page, 'short').locator('[data-place]').boundingBox()
  expect(
    Math.abs((bar?.x ?? 0) + (bar?.width ?? 0) - ((column?.x ?? 0) + (column?.width ?? 0))),
  ).toBeLessThan(2)
})

test('a browser without Intl.Segmenter and the flag v shows the chat, emoji and reactions', async () => {
  const faults: string[] = []
  const { page } = await join('Di', 1, { before: AN_OLD_BROWSER, faults })
  await see(composer(page)).toBeVisible(TIMEOUT)
  await say(page, '👩‍👩‍👧')
  await say(page, 'see https://example.com/a')
  await seeAllSent(page, ['👩‍👩‍👧'])
  await messageWith(page, 'see https').hover()
  await page.getByRole('button', { name: 'React with 👍' }).click()
  await see(messageWith(page, 'see https').getByRole('button', { name: /^👍 1/ })).toBeVisible(TIMEOUT)
  expect(faults).toEqual([])
})
