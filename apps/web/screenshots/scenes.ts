import { LOBBY_ID } from '@parley/protocol'
import type { Page } from '@playwright/test'
import { changedTalk, lobby, manySaid, me, people, roomId, rooms, said, talk } from './cast'
import type { Stage, StageSet } from './stage'

export interface Scene {
  path: string
  set: StageSet
  /** What is done before the picture is taken. */
  act?: (page: Page, stage: Stage) => Promise<void>
  /** Only at these widths. */
  widths?: readonly number[]
  waitMs?: number
}

const inLobby = `/rooms/${LOBBY_ID}`
const nobody: StageSet = { person: null, rooms: [] }
const somebody: StageSet = { person: me, rooms, members: people, said: talk }
const unread = (count: number): StageSet => ({
  ...somebody,
  rooms: rooms.map((room) => (room === lobby ? { ...room, readSeq: 1_000, lastSeq: 1_000 + count } : room)),
  said: manySaid(900, 1_001 + count),
})

const log = (page: Page) => page.getByRole('log')
const write = async (page: Page, text: string) => {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** As a mouse, or a finger. */
const turnTo = async (page: Page, text: string) => {
  const message = log(page).getByRole('article').filter({ hasText: text })
  await message.click({ position: { x: 4, y: 4 } })
  await page.getByRole('toolbar').waitFor()
}

async function goOffline(page: Page, stage: Stage) {
  stage.goDark()
  await page.context().setOffline(true)
}

export const scenes: Record<string, Scene> = {
  join: { path: '/', set: nobody },
  'join-refused': {
    path: '/',
    set: nobody,
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Your name' }).fill('x')
      await page.getByRole('button', { name: 'Join' }).click()
      await page.getByText('at least 2').waitFor()
    },
  },
  'not-found': { path: '/nowhere', set: nobody },
  'cannot-reach': { path: inLobby, set: { ...somebody, refuses: { '/me': 'database-unavailable' } } },
  loading: { path: inLobby, set: { ...somebody, ignores: ['/me'] }, waitMs: 900 },
  'loading-log': { path: inLobby, set: { ...somebody, ignores: ['history:page'] }, waitMs: 900 },
  room: { path: inLobby, set: somebody, act: (page) => log(page).getByText('Good. Then').waitFor() },
  rooms: {
    path: '/rooms',
    set: somebody,
    act: (page) => page.getByRole('link', { name: 'design' }).waitFor(),
  },
  empty: {
    path: inLobby,
    set: { ...somebody, said: [] },
    act: (page) => page.getByText('Be the first').waitFor(),
  },
  'unread-1': { path: inLobby, set: unread(1), act: (page) => log(page).getByText('(1001)').waitFor() },
  'unread-40': { path: inLobby, set: unread(40), act: (page) => log(page).getByText('(1001)').waitFor() },
  'unread-1000': {
    path: inLobby,
    set: unread(1_000),
    act: (page) => log(page).getByRole('separator', { name: 'New' }).waitFor(),
  },
  'unread-200': {
    path: inLobby,
    set: unread(200),
    act: (page) => log(page).getByRole('separator', { name: 'New' }).waitFor(),
  },
  'scrolled-up': {
    path: inLobby,
    set: { ...somebody, said: manySaid(1, 400) },
    act: async (page, stage) => {
      await log(page).getByText('(399)').waitFor()
      await log(page).evaluate((box) => (box.scrollTop -= 600))
      const events = manySaid(400, 403).map(({ seq, event }) => ({ seq, event }))
      stage.say('room:events', { roomId: LOBBY_ID, epoch: 1, events })
      await page.getByText('3 new messages').waitFor()
    },
  },
  sending: {
    path: inLobby,
    set: { ...somebody, ignores: ['message:send'] },
    act: async (page) => {
      await log(page).getByText('Good. Then').waitFor()
      await write(page, 'This one is still on its way.')
    },
  },
  failed: {
    path: inLobby,
    set: { ...somebody, refuses: { 'message:send': 'not-a-member' } },
    act: async (page) => {
      await log(page).getByText('Good. Then').waitFor()
      await write(page, 'This one was refused, and waits for somebody to decide.')
      await page.getByText('Not sent.').waitFor()
    },
  },
  changed: {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    act: (page) => log(page).getByText('call it a night').waitFor(),
  },
  'message-actions': {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    act: (page) => turnTo(page, 'call it a night'),
  },
  'message-actions-of-others': {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    act: (page) => turnTo(page, 'That one breaks'),
  },
  'reaction-names': {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    widths: [1440],
    act: async (page) => {
      await page.getByRole('button', { name: '👍 6' }).hover()
      await page.waitForTimeout(600) // a hint waits for 400 ms
    },
  },
  editing: {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    act: async (page) => {
      await log(page).getByText('call it a night').waitFor()
      await page.getByRole('textbox', { name: 'Message', exact: true }).press('ArrowUp')
      await page.getByRole('textbox', { name: 'Edit message' }).waitFor()
    },
  },
  deleting: {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    act: async (page) => {
      await turnTo(page, 'call it a night')
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('Delete this message?').waitFor()
    },
  },
  'change-failed': {
    path: inLobby,
    set: { ...somebody, said: changedTalk, refuses: { 'message:change': 'not-a-member' } },
    act: async (page) => {
      await turnTo(page, 'call it a night')
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('textbox', { name: 'Edit message' }).fill('Never mind.')
      await page.getByRole('textbox', { name: 'Edit message' }).press('Control+Enter')
      await page.getByText('Not changed.').waitFor()
    },
  },
  'too-long': {
    path: inLobby,
    set: somebody,
    act: (page) =>
      page.getByRole('textbox', { name: 'Message', exact: true }).fill('A word too many. '.repeat(240)),
  },
  reconnecting: {
    path: inLobby,
    set: somebody,
    act: async (page, stage) => {
      await log(page).getByText('Good. Then').waitFor()
      stage.goDark()
      for (const text of ['Written in a tunnel,', 'one,', 'and another.']) await write(page, text)
      await page.getByText('3 messages wait').waitFor()
    },
  },
  offline: {
    path: inLobby,
    set: somebody,
    act: async (page, stage) => {
      await log(page).getByText('Good. Then').waitFor()
      await goOffline(page, stage)
      for (const text of ['Written in a tunnel,', 'one,', 'and another.']) await write(page, text)
      await page.getByText('3 messages wait').waitFor()
    },
  },
  'offline-reading': {
    path: inLobby,
    set: { ...unread(0), said: manySaid(900, 1_001) },
    act: async (page, stage) => {
      await log(page).getByText('(1000)').waitFor()
      await goOffline(page, stage)
      await log(page).evaluate((box) => (box.scrollTop = 0))
      await page.getByText('Older messages').waitFor()
    },
  },
  'offline-rooms': {
    path: '/rooms',
    set: somebody,
    act: async (page, stage) => {
      await page.getByRole('link', { name: 'design' }).waitFor()
      await goOffline(page, stage)
    },
  },
  delayed: {
    path: inLobby,
    set: somebody,
    act: async (page, stage) => {
      await log(page).getByText('Good. Then').waitFor()
      stage.say('live:state', { delayed: true })
      await page.getByText('Live updates are delayed').waitFor()
    },
  },
  'turned-away': {
    path: inLobby,
    set: { ...somebody, turnsAway: 'wrong-protocol' },
    act: (page) => page.getByText('out of date').waitFor(),
  },
  'rooms-failed': {
    path: inLobby,
    set: { ...somebody, refuses: { '/rooms': 'database-unavailable' } },
    act: (page) => page.getByRole('main').getByRole('button', { name: 'Try again' }).waitFor(),
  },
  'log-failed': {
    path: inLobby,
    set: { ...somebody, refuses: { 'history:page': 'too-large' } },
    act: (page) => page.getByText('could not be loaded').waitFor(),
  },
  'not-a-member': {
    path: `/rooms/${roomId(6)}`,
    set: somebody,
    act: (page) => page.getByRole('button', { name: 'Join this room' }).waitFor(),
  },
  'no-such-room': {
    path: `/rooms/${roomId(99)}`,
    set: somebody,
    act: (page) => page.getByText('does not exist').waitFor(),
  },
  'long-room': {
    path: `/rooms/${roomId(4)}`,
    set: { ...somebody, said: [said(1, people[4] ?? me, 'A long name, and a short room.')] },
    act: (page) => page.getByRole('textbox', { name: 'Message', exact: true }).waitFor(),
  },
  members: {
    path: inLobby,
    set: somebody,
    act: async (page) => {
      await page.getByRole('button', { name: 'Members' }).click()
      await page.getByText('李明').last().waitFor()
    },
  },
  'new-room': {
    path: '/rooms',
    set: { ...somebody },
    act: async (page) => {
      await page.getByRole('button', { name: 'New room' }).click()
      await page.getByRole('button', { name: 'Make room' }).click()
      await page.getByText('needs a name').waitFor()
    },
  },
  account: {
    path: '/rooms',
    set: somebody,
    act: (page) => page.getByRole('button', { name: 'theme and account' }).click(),
  },
  'sign-out': {
    path: '/rooms',
    set: somebody,
    act: async (page) => {
      await page.getByRole('button', { name: 'theme and account' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByText('Sign out?').waitFor()
    },
  },
}
