import { LOBBY_ID } from '@parley/protocol'
import type { Page } from '@playwright/test'
import {
  changedTalk,
  lobby,
  longText,
  manyRooms,
  manySaid,
  me,
  namesakes,
  people,
  roomId,
  rooms,
  said,
  talk,
} from './cast'
import type { Stage, StageSet } from './stage'

export interface Scene {
  path: string
  set: StageSet
  /** Actions before the screenshot. */
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

/** Begins the edit of one message, then of another. */
async function leaveAnEdit(page: Page) {
  const field = page.getByRole('textbox', { name: 'Edit message' })
  await turnTo(page, 'call it a night')
  await page.getByRole('button', { name: 'Edit' }).click()
  await field.fill('Good. Then I call it a night here, and thank you all.')
  await turnTo(page, 'Where it arrived')
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByText('Your edit is not saved.').waitFor()
  await field.press('Escape')
}

const waits: StageSet = { ...somebody, ignores: ['message:send'] }

/** A message waits in a room that the person leaves on another device; then the page is opened again. */
async function leaveDesign(page: Page, stage: Stage, path: string) {
  await page.getByRole('link', { name: 'design' }).click()
  await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor()
  await write(page, 'The new icons are ready.')
  stage.leave(roomId(2))
  await page.getByRole('button', { name: 'Join this room' }).waitFor()
  await page.goto(new URL(path, page.url()).href)
  await page.getByText('not sent').filter({ visible: true }).first().waitFor()
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
  'no-cookie': {
    path: '/',
    set: { ...nobody, joins: me },
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Your name' }).fill('Grace Hopper')
      await page.getByRole('button', { name: 'Join' }).click()
      await page.getByText('allow cookies').waitFor()
    },
  },
  'signed-out': {
    path: inLobby,
    set: somebody,
    act: async (page) => {
      await log(page).getByText('Good. Then').waitFor()
      const otherTab = await page.context().newPage()
      await otherTab.goto(new URL('/icon.svg', page.url()).href)
      await otherTab.evaluate(() => localStorage.clear())
      await page.getByText('You signed out').waitFor()
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
  'unsaved-edit': {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    act: leaveAnEdit,
  },
  'unsaved-edit-actions': {
    path: inLobby,
    set: { ...somebody, said: changedTalk },
    act: async (page) => {
      await leaveAnEdit(page)
      await log(page).getByRole('article').filter({ hasText: 'call it a night' }).hover()
      await page.getByRole('toolbar').first().waitFor()
    },
  },
  'long-message': {
    path: inLobby,
    set: { ...somebody, said: [...talk, said(54, namesakes[1] ?? me, longText), said(55, me, longText)] },
    act: (page) => log(page).getByRole('button', { name: 'Show more' }).last().waitFor(),
  },
  namesakes: {
    path: inLobby,
    set: {
      ...somebody,
      said: [...talk, ...namesakes.slice(6).map((by, i) => said(54 + i, by, 'The other one of that name.'))],
    },
    act: (page) => log(page).getByText('The other one').last().waitFor(),
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
  'members-many': {
    path: inLobby,
    set: { ...somebody, members: namesakes, hasMoreMembers: true },
    act: async (page) => {
      await page.getByRole('button', { name: 'Members' }).click()
      await page.getByRole('button', { name: 'Show more' }).waitFor()
    },
  },
  browse: {
    path: '/rooms',
    set: { ...somebody, rooms: manyRooms },
    act: async (page) => {
      await page.getByRole('button', { name: 'Browse rooms' }).click()
      await page.getByRole('link', { name: 'book club', exact: true }).waitFor()
    },
  },
  'browse-end': {
    path: '/rooms',
    set: { ...somebody, rooms: manyRooms },
    act: async (page) => {
      await page.getByRole('button', { name: 'Browse rooms' }).click()
      await page.getByRole('button', { name: 'Show more' }).scrollIntoViewIfNeeded()
    },
  },
  'browse-search': {
    path: '/rooms',
    set: { ...somebody, rooms: manyRooms },
    act: async (page) => {
      await page.getByRole('button', { name: 'Browse rooms' }).click()
      await page.getByRole('searchbox', { name: 'Search rooms' }).fill('book')
      await page.getByRole('link', { name: 'garden', exact: true }).waitFor({ state: 'detached' })
    },
  },
  'browse-nothing': {
    path: '/rooms',
    set: { ...somebody, rooms: manyRooms },
    act: async (page) => {
      await page.getByRole('button', { name: 'Browse rooms' }).click()
      await page.getByRole('searchbox', { name: 'Search rooms' }).fill('zebra')
      await page.getByText('No room').waitFor()
    },
  },
  'left-behind-list': {
    path: '/rooms',
    set: waits,
    act: (page, stage) => leaveDesign(page, stage, '/rooms'),
  },
  'left-behind-room': {
    path: '/rooms',
    set: waits,
    act: (page, stage) => leaveDesign(page, stage, `/rooms/${roomId(2)}`),
  },
  'too-many-connections': {
    path: inLobby,
    set: { ...somebody, turnsAway: 'too-many-connections' },
    act: (page) => page.getByText('Trying again in').waitFor(),
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
