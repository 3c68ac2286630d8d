// Messages written while none can be sent, in a real browser: over a reload, a closed tab and between two tabs.
import { type BrowserContext, expect as see } from '@playwright/test'
import { expect, test } from 'vitest'
import { composer, joinByName, openTab, TIMEOUT, said, say } from '@parley/testkit/browser'
import { inLog, seeAllSent, seeOnline, setBrowserStage } from '../src/browser-stage'
import { freeze } from '@parley/testkit/cluster'
import { seeAllKept } from '../src/kept-on-device'
import { addressesOf } from '@parley/testkit/clients'

const { stack, address, join, open } = setBrowserStage()

/** Both servers hang: connections stay open, nothing is answered. */
function freezeServers(): () => void {
  const frozen = stack()
    .dev()
    .servers.map(({ pid }) => (pid === null ? null : freeze(pid)))
  return () => {
    for (const each of frozen) each?.thaw()
  }
}

test('P2 P4: 20 messages written while the servers hang, then a reload: each is sent once, in order', async () => {
  const { page: ada } = await join('Ada', 1)
  const { page: bob } = await join('Bob', 2)
  const texts = Array.from({ length: 20 }, (_, i) => `offline ${i + 1} of 20`)
  const thaw = freezeServers()
  try {
    for (const text of texts) await say(ada, text)
    await seeAllKept(ada, texts)
    await ada.reload({ waitUntil: 'commit' })
  } finally {
    thaw()
  }
  await seeAllSent(ada, texts)
  for (const text of texts) await see(said(bob, text)).toHaveCount(1, TIMEOUT)
  expect(await inLog(bob, texts)).toEqual(texts)
  expect(await inLog(ada, texts)).toEqual(texts)
})

test('P2: a tab closed with unsent messages: the next one of this person sends them', async () => {
  const { profile, page } = await join('Cleo', 1)
  const { page: dan } = await join('Dan', 2)
  const texts = ['before closing', 'and one more']
  const thaw = freezeServers()
  try {
    for (const text of texts) await say(page, text)
    await seeAllKept(page, texts)
    await page.close()
  } finally {
    thaw()
  }
  const next = await openTab(profile, address(1))
  await seeAllSent(next, texts)
  for (const text of texts) await see(said(dan, text)).toHaveCount(1, TIMEOUT)
  expect(await inLog(dan, texts)).toEqual(texts)
})

test('P4: two tabs of one person: a message written in either waits in both, and is there once, in order', async () => {
  const { profile, page: one } = await join('Emma', 1)
  const other = await openTab(profile, address(2))
  await see(composer(other)).toBeVisible(TIMEOUT)
  await seeOnline(other)
  const { page: finn } = await join('Finn', 2)
  const texts = ['tab one', 'tab two', 'one again', 'two again']
  const thaw = freezeServers()
  try {
    for (const [index, text] of texts.entries()) {
      await say(index % 2 === 0 ? one : other, text)
      for (const page of [one, other]) await see(said(page, text)).toHaveCount(1, TIMEOUT)
    }
    // The tab that sent first closes in the middle of it.
    await one.close()
  } finally {
    thaw()
  }
  await seeAllSent(other, texts)
  for (const text of texts) await see(said(finn, text)).toHaveCount(1, TIMEOUT)
  expect(await inLog(finn, texts)).toEqual(texts)
})

/** Leaves the room like another device of the same person. */
async function leaveElsewhere(profile: BrowserContext, roomId: string) {
  const cookies = (await profile.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const [server] = addressesOf(stack().dev())
  const left = await fetch(`${server?.url}/api/v1/rooms/${roomId}/leave`, {
    method: 'POST',
    headers: { cookie: cookies },
  })
  expect(left.status).toBe(204)
}

test('a room left on another device while messages wait for it: the page reports it; joining sends them, or they are deleted', async () => {
  const { profile, page } = await join('Hal', 1)
  await page.getByRole('button', { name: 'New room' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Attic')
  await page.getByRole('button', { name: 'Make room' }).click()
  await see(page.getByRole('heading', { name: 'Attic', exact: true })).toBeVisible(TIMEOUT)
  const roomId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const notSent = page.getByRole('region', { name: 'Not sent' })

  const texts = ['up in the attic', 'and still there']
  await profile.setOffline(true)
  for (const text of texts) await say(page, text)
  await seeAllKept(page, texts)
  await leaveElsewhere(profile, roomId)
  await profile.setOffline(false)
  await see(page.getByText('You are not in')).toBeVisible(TIMEOUT)
  await see(page.getByText('2 things that you wrote here were not sent.')).toBeVisible(TIMEOUT)
  await see(notSent.getByRole('link', { name: 'Attic' })).toBeVisible()
  await page.getByRole('button', { name: 'Join this room' }).click()
  await seeAllSent(page, texts)
  await see(notSent).toHaveCount(0)

  await profile.setOffline(true)
  await say(page, 'never mind')
  await seeAllKept(page, ['never mind'])
  await leaveElsewhere(profile, roomId)
  await profile.setOffline(false)
  await see(page.getByText('Something that you wrote here was not sent.')).toBeVisible(TIMEOUT)
  await page.getByRole('button', { name: 'Delete it' }).click()
  await see(notSent).toHaveCount(0)
  await page.getByRole('button', { name: 'Join this room' }).click()
  await seeAllSent(page, texts)
  await see(said(page, 'never mind')).toHaveCount(0)
})

test('storage denied: the page reports it, and everything else works', async () => {
  const page = await open('/?server=1', {
    before:
      "Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError') } })",
  })
  await joinByName(page, 'Gwen')
  await see(page.getByText('This browser keeps nothing for Parley')).toBeVisible(TIMEOUT)
  await say(page, 'sent without storage')
  await seeAllSent(page, ['sent without storage'])
})
