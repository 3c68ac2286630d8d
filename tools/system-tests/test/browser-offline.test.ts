// A real browser without a network, without a web server, asleep, and with an old build.
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page, expect as see } from '@playwright/test'
import { expect, test } from 'vitest'
import {
  composer,
  joinByName,
  log,
  openBrowserServer,
  openProfile,
  openTab,
  TIMEOUT,
  said,
  say,
} from '@parley/testkit/browser'
import { inLog, seeAllSent, seeAllWaiting, seeOnline, setBrowserStage } from '../src/browser-stage'
import { freeze, freezePages } from '@parley/testkit/cluster'
import { outboxOf, roomsOf, seeAllKept, seePageKept } from '../src/kept-on-device'
import { onThisMachine } from '../src/pace'
import { addressesOf, joinLobby } from '@parley/testkit/clients'

const { stack, webPid, address, join, open } = setBrowserStage()

/** The SDK takes a connection that was silent for longer to be dead. Milliseconds. */
const DEAF_AFTER_MS = 40_000

const numbered = (count: number, what: string) => Array.from({ length: count }, (_, i) => `${what} ${i + 1}`)

/** Runs `work` and returns how long it took. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** A client in the lobby on the SDK alone: quick to write much. */
async function joinQuietly(name: string, serverId = '2') {
  return joinLobby(name, addressesOf(stack().dev(), serverId))
}

/** Servers ping every 15 s and wait 10 s: before that only the browser's own event tells. Milliseconds. */
const PING_MISSED_MS = 12_000

const serverOf = (page: Page) =>
  page.locator('[data-connection="online"]').getAttribute('data-server-id', TIMEOUT)

test('P13: 20 messages written without a network, over reloads without one: each sent once, in order, within 3 s of its return', async () => {
  const { profile, page } = await join('Ada', 1)
  const { page: bob } = await join('Bob', 2)
  await say(bob, 'said before the tunnel')
  await see(said(page, 'said before the tunnel')).toBeVisible(TIMEOUT)
  await seePageKept(page)
  await seeAllKept(page, ['said before the tunnel'], roomsOf)
  const texts = numbered(20, 'in the tunnel')

  await profile.setOffline(true)
  await page.reload()
  await see(said(page, 'said before the tunnel')).toBeVisible(TIMEOUT)
  await see(page.getByText('What you write is kept')).toBeVisible(TIMEOUT)
  for (const text of texts.slice(0, 12)) await say(page, text)
  await composer(page).fill('half a thought')
  await seeAllKept(page, texts.slice(0, 12))
  await page.reload()
  await seeAllWaiting(page, texts.slice(0, 12))
  await see(composer(page)).toHaveValue('half a thought')
  for (const text of texts.slice(12)) await say(page, text)
  await see(page.getByText('20 messages wait')).toBeVisible(TIMEOUT)

  const tookMs = await timed(async () => {
    await profile.setOffline(false)
    await see(page.locator('[data-state="queued"], [data-state="sending"]')).toHaveCount(0, TIMEOUT)
  })
  await seeAllSent(page, texts)
  expect(tookMs).toBeLessThan(onThisMachine(3_000))
  for (const text of texts) await see(said(bob, text)).toHaveCount(1, TIMEOUT)
  expect(await inLog(bob, texts)).toEqual(texts)
  expect(await inLog(page, texts)).toEqual(texts)
})

test('the network fails under an open page: the page reports it before any ping could be missed, and sends new messages on its return', async () => {
  const { profile, page } = await join('Ana', 1)
  await seeOnline(page)
  await profile.setOffline(true)
  await see(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: PING_MISSED_MS })
  await say(page, 'on the train')
  await see(page.getByText('1 message waits')).toBeVisible(TIMEOUT)
  await profile.setOffline(false)
  await seeAllSent(page, ['on the train'])
  await see(page.locator('[data-connection="online"]')).toBeVisible(TIMEOUT)
})

test('a new tab opens without a network too, at the address of the site and at that of a room', async () => {
  const { profile, page } = await join('Cleo', 1)
  await say(page, 'cleo was here')
  await seePageKept(page)
  await seeAllKept(page, ['cleo was here'], roomsOf)
  const room = page.url()
  await profile.setOffline(true)
  for (const url of [address(1), room]) {
    const faults: string[] = []
    const tab = await openTab(profile, url, { faults })
    await see(said(tab, 'cleo was here')).toBeVisible(TIMEOUT)
    expect(tab.url()).toBe(room)
    expect(faults).toEqual([])
  }
})

test('the web server hangs: a room opens all the same, and messages flow', async () => {
  const { page } = await join('Dan', 1)
  await seePageKept(page)
  const { thaw } = freeze(webPid())
  try {
    await page.reload()
    await seeOnline(page)
    await say(page, 'without a web server')
    await seeAllSent(page, ['without a web server'])
  } finally {
    thaw()
  }
})

test('the site was rebuilt while a person typed their name: the missing code stops nobody', async () => {
  const page = await open('/?server=1', { withoutWorker: true })
  const missed: string[] = []
  await page.route('**/_next/static/chunks/*.js', (route) => {
    const isMissing = missed.length === 0
    if (isMissing) missed.push(route.request().url())
    return isMissing ? route.fulfill({ status: 404, body: 'not found' }) : route.continue()
  })
  await joinByName(page, 'Emma')
  await seeOnline(page)
  expect(missed).toHaveLength(1)
})

test('an open page whose code is gone reloads itself, with its draft and unsent messages', async () => {
  const { profile, page } = await join('Emil', 1)
  await seePageKept(page)
  await profile.setOffline(true)
  await page.reload()
  await say(page, 'not sent yet')
  await seeAllKept(page, ['not sent yet'])
  await composer(page).fill('half a thought')
  // The error of a build's loader when its files are gone from the web server.
  await page.evaluate(`(() => {
    globalThis.isOld = true
    const error = Object.assign(new Error('Failed to load chunk /_next/static/chunks/x.js'), { name: 'ChunkLoadError' })
    setTimeout(() => { throw error })
  })()`)
  await see.poll(() => page.evaluate('globalThis.isOld ?? null').catch(() => true), TIMEOUT).toBe(null)
  await see(composer(page)).toHaveValue('half a thought', TIMEOUT)
  await seeAllWaiting(page, ['not sent yet'])
  await profile.setOffline(false)
  await seeAllSent(page, ['not sent yet'])
})

test('the page of a new build replaces the kept one', async () => {
  const { profile, page } = await join('Finn', 1)
  await seePageKept(page)
  await profile.route('**/rooms/**', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('<html ', '<html data-build="new" ')
    await route.fulfill({ response: answer, body })
  })
  const isNew = () => page.locator('html[data-build="new"]')
  await page.reload()
  await see(isNew()).toHaveCount(1, TIMEOUT)
  const keptIsNew = () =>
    page.evaluate<boolean>(
      "caches.match('/rooms', { ignoreVary: true }).then((page) => page.text()).then((html) => html.includes('data-build'))",
    )
  await see.poll(keptIsNew, TIMEOUT).toBe(true)
  await profile.setOffline(true)
  await page.reload()
  await see(isNew()).toHaveCount(1, TIMEOUT)
  await see(composer(page)).toBeVisible(TIMEOUT)
})

test('parts that were never opened before open without a network, and after a reload', async () => {
  const { profile, page } = await join('Fay', 1)
  await seePageKept(page)
  await profile.setOffline(true)
  await page.reload()
  await see(composer(page)).toBeVisible(TIMEOUT)
  await page.getByRole('button', { name: 'New room' }).click()
  await see(page.getByRole('dialog', { name: 'New room' })).toBeVisible(TIMEOUT)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'theme and account' }).click()
  await see(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible(TIMEOUT)
})

test('signing out leaves no message on the device', async () => {
  const { profile, page } = await join('Gwen', 1)
  await say(page, 'a secret of Gwen')
  await seePageKept(page)
  await seeAllKept(page, ['a secret of Gwen'], roomsOf)
  await page.getByRole('button', { name: 'theme and account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await see(page.getByRole('textbox', { name: 'Your name' })).toBeVisible(TIMEOUT)
  expect(await roomsOf(page)).toBe('[]')
  expect(await outboxOf(page)).toBe('[]')
  await profile.setOffline(true)
  await page.goto(address(1, '/rooms'))
  await see(page.getByText('Parley cannot be reached')).toBeVisible(TIMEOUT)
})

test('asleep for longer than a connection lives: on waking it makes a new one, and shows all missed messages within 2 s', async () => {
  // A browser of its own: all its pages are stopped. Its connection stays open, because its server hangs.
  const server = await openBrowserServer()
  const browser = await chromium.connect(server.wsEndpoint())
  try {
    const page = await openTab(await openProfile(browser), stack().dev().webUrl ?? '')
    await joinByName(page, 'Hal')
    const home = await serverOf(page)
    const ivy = await joinQuietly('Ivy', home === '1' ? '2' : '1')
    let connectedAt = 0
    page.on('websocket', () => (connectedAt = performance.now()))
    const pages = freezePages(server.process().pid ?? 0)
    const hanging = freeze(
      stack()
        .dev()
        .servers.find(({ id }) => id === home)?.pid ?? 0,
    )
    const texts = numbered(5, 'while you slept')
    for (const text of texts) ivy.say(text)
    await sleep(DEAF_AFTER_MS + 1_000)
    pages.thaw()
    for (const text of texts) await see(said(page, text)).toHaveCount(1, TIMEOUT)
    const completeAt = performance.now()
    expect(await serverOf(page)).not.toBe(home)
    expect(connectedAt).toBeGreaterThan(0)
    expect(completeAt - connectedAt).toBeLessThan(onThisMachine(2_000))
    expect(await inLog(page, texts)).toEqual(texts)
    hanging.thaw()
    ivy.parley.close()
  } finally {
    await browser.close()
    await server.close()
  }
})

test('more than a page is unread: the room opens at the first unread message, and only shown messages count as read', async () => {
  const { profile, page } = await join('Jo', 1)
  const kim = await joinQuietly('Kim')
  kim.say('the last that Jo read')
  await see(said(page, 'the last that Jo read')).toBeVisible(TIMEOUT)
  const row = log(page).locator('[data-seq]', { hasText: 'the last that Jo read' })
  const read = Number(await row.getAttribute('data-seq'))
  await see.poll(() => readSeqOf(page), TIMEOUT).toBe(read)
  await page.close()
  const texts = numbered(160, 'unread')
  for (const text of texts) kim.say(text)
  await see.poll(() => kim.messages().every(({ state }) => state.kind === 'sent'), TIMEOUT).toBe(true)

  const tab = await openTab(profile, address(1))
  await see(tab.getByRole('separator', { name: 'New messages' })).toBeInViewport(TIMEOUT)
  await see(said(tab, 'unread 1')).toBeInViewport(TIMEOUT)
  await see.poll(() => readSeqOf(tab), TIMEOUT).toBeGreaterThan(read)
  expect(await readSeqOf(tab)).toBeLessThan(read + 80)
  await tab.getByRole('button', { name: /new messages$/ }).click()
  await see(said(tab, 'unread 160')).toBeInViewport(TIMEOUT)
  await see.poll(() => readSeqOf(tab), TIMEOUT).toBe(read + 160)
  kim.parley.close()
})

test('messages that came during an absence do not move the view past them', async () => {
  const { profile, page } = await join('Lou', 1)
  const max = await joinQuietly('Max')
  max.say('the last before the tunnel')
  await see(said(page, 'the last before the tunnel')).toBeVisible(TIMEOUT)
  await seePageKept(page)
  await seeAllKept(page, ['the last before the tunnel'], roomsOf)
  await profile.setOffline(true)
  await page.reload()
  await see(said(page, 'the last before the tunnel')).toBeInViewport(TIMEOUT)
  const texts = numbered(60, 'missed')
  for (const text of texts) max.say(text)
  await see.poll(() => max.messages().every(({ state }) => state.kind === 'sent'), TIMEOUT).toBe(true)
  await profile.setOffline(false)
  await see(said(page, 'missed 1')).toBeInViewport(TIMEOUT)
  await see(page.getByRole('separator', { name: 'New messages' })).toBeInViewport(TIMEOUT)
  await see(page.getByRole('button', { name: /new messages$/ })).toBeVisible(TIMEOUT)
  max.parley.close()
})

/** How far this person has read the lobby, from the server. */
function readSeqOf(page: Page): Promise<number> {
  return page.evaluate<number>(
    "fetch('/api/v1/rooms').then((answer) => answer.json()).then(({ rooms }) => rooms.find((room) => room.isLobby).readSeq)",
  )
}
