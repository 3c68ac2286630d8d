// Private rooms and direct conversations of two people on two servers.
import { expect as see, type Page } from '@playwright/test'
import { said, say, TIMEOUT } from '@parley/testkit/browser'
import { expect, test } from 'vitest'
import { seeAllSent, setBrowserStage } from '../src/browser-stage'

const { join } = setBrowserStage()

const roomLink = (page: Page, name: string | RegExp) =>
  page.getByRole('list', { name: 'Your rooms' }).getByRole('link', { name })

test('a room that only its people see: one is added, talks after a reload, and is removed', async () => {
  const faults: string[] = []
  const { page: ada } = await join('Ada', 1, { faults })
  const { page: bo } = await join('Bo', 2, { faults })

  await ada.getByRole('button', { name: 'New room' }).click()
  await ada.getByRole('textbox', { name: 'Name' }).fill('plans')
  await ada.getByRole('checkbox', { name: /^Private/ }).check()
  await ada.getByRole('button', { name: 'Make room' }).click()
  await see(roomLink(ada, /^private plans$/)).toBeVisible(TIMEOUT)
  await say(ada, 'before you came')
  await seeAllSent(ada, ['before you came'])
  await bo.getByRole('button', { name: 'Browse rooms' }).click()
  await see(bo.getByText('There are no other rooms.')).toBeVisible(TIMEOUT)

  await ada.getByRole('button', { name: 'Members' }).click()
  await ada.getByRole('button', { name: 'Add people' }).click()
  await ada.getByRole('searchbox', { name: 'Find a person' }).fill('bo')
  await ada.getByRole('button', { name: /^Add .*Bo/ }).click()
  await see(ada.getByRole('complementary', { name: 'Members' }).getByText('Members 2')).toBeVisible(TIMEOUT)

  await roomLink(bo, /^private plans/).click(TIMEOUT)
  await see(said(bo, 'before you came')).toBeVisible(TIMEOUT)
  await say(bo, 'here I am')
  await see(said(ada, 'here I am')).toBeVisible(TIMEOUT)
  await bo.reload()
  await see(said(bo, 'here I am')).toBeVisible(TIMEOUT)

  await ada.getByRole('button', { name: /^Remove .*Bo/ }).click()
  await see(roomLink(bo, /plans/)).toHaveCount(0, TIMEOUT)
  await see(said(bo, 'before you came')).toHaveCount(0, TIMEOUT)
  expect(faults).toEqual([])
})

test('a conversation of two begins at a name, and both find it in their list', async () => {
  const faults: string[] = []
  const { page: cleo } = await join('Cleo', 1, { faults })
  const { page: dan } = await join('Dan', 2, { faults })
  await cleo.getByRole('button', { name: 'Members' }).click()
  await cleo.getByRole('button', { name: /^Message .*Dan/ }).click()
  await see(cleo.getByRole('heading', { name: 'Dan' })).toBeVisible(TIMEOUT)
  await say(cleo, 'only for you')
  await seeAllSent(cleo, ['only for you'])
  await roomLink(dan, /^Cleo/).click(TIMEOUT)
  await see(said(dan, 'only for you')).toBeVisible(TIMEOUT)
  await say(dan, 'I read you')
  await see(said(cleo, 'I read you')).toBeVisible(TIMEOUT)
  await see(roomLink(cleo, 'Dan')).toBeVisible(TIMEOUT)
  expect(faults).toEqual([])
})
