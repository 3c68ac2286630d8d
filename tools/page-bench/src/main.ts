// `npm run bench:page`: the web client of a production build, on a stack of its own, in Chromium without throttling.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { execFileSync } from 'node:child_process'
import {
  openBrowser,
  openProfile,
  openTab,
  joinByName,
  composer,
  log,
  TIMEOUT,
} from '@parley/testkit/browser'
import { launchStack } from '@parley/testkit/cluster'
import { tableOf, median, quantile, type Figure } from './figures'
import { measureFirstLoad, type FirstLoad } from './first-load'
import { readOptions, usage } from './options'
import { measureRoomSwitch } from './room-switch'
import { loadAll, nodesOf, scrollUp } from './scrolling'
import { seedRooms } from './seed'

const SCROLL_MS = 5_000
const LOAD_ALL_LIMIT_MS = 240_000

const options = optionsOrExit()
const beganAt = performance.now()

progress('starting a stack')
const stack = await launchStack({ web: true, options: ['--servers', '1'] })
const browser = await openBrowser()
try {
  const { webUrl, databaseUrl } = stack.dev()
  // tsx names functions through `__name`, also those that run in the page.
  const profile = await openProfile(browser, {
    withoutWorker: true,
    before: 'globalThis.__name = (named) => named',
  })
  const page = await openTab(profile, `${webUrl}/`)
  await joinByName(page, 'Bench')
  const { id: personId } = (await (await profile.request.get(`${webUrl}/api/v1/me`)).json()) as { id: string }
  progress(`writing ${options.messages} messages and ${options.rooms} rooms`)
  const rooms = await seedRooms(databaseUrl, { personId, ...options })
  const room = (id: string) => `${webUrl}/rooms/${id}`
  const firstRoom = room(rooms.short[0] ?? '')

  progress('first load')
  const loads: FirstLoad[] = []
  await measureFirstLoad(browser, firstRoom, await profile.cookies()) // the web server's own first request
  for (let round = 0; round < options.rounds; round++)
    loads.push(await measureFirstLoad(browser, firstRoom, await profile.cookies()))

  progress('walking between rooms')
  await page.goto(firstRoom)
  await log(page).locator('[data-message-id]').first().waitFor(TIMEOUT)
  const first = []
  const again = []
  for (const id of rooms.short.slice(1)) first.push(await measureRoomSwitch(page, id))
  for (let round = 0; round < options.rounds; round++)
    for (const id of rooms.short.slice(0, 4)) again.push(await measureRoomSwitch(page, id))

  progress('scrolling while pages load')
  await page.goto(room(rooms.long))
  await composer(page).waitFor(TIMEOUT)
  await log(page).locator('[data-message-id]').first().waitFor(TIMEOUT)
  const whileLoading = await scrollUp(page, SCROLL_MS)

  progress('loading the whole room')
  const loadingBeganAt = performance.now()
  await loadAll(page, LOAD_ALL_LIMIT_MS)
  const loadedIn = performance.now() - loadingBeganAt
  await page.waitForTimeout(1_000)
  progress('scrolling in the whole room')
  if (options.trace) await browser.startTracing(page, { path: options.trace })
  const scrolled: number[] = []
  for (let round = 0; round < options.rounds; round++) scrolled.push(...(await scrollUp(page, SCROLL_MS)))
  if (options.trace) await browser.stopTracing()

  const of = (pick: (load: FirstLoad) => number) => median(loads.map(pick))
  const figures: Figure[] = [
    figure(
      'JavaScript before the first message, gzipped',
      'kB',
      of((load) => load.scriptBytes) / 1_000,
      180,
      130,
    ),
    figure('JavaScript that loads later by itself', 'kB', of((load) => load.laterScriptBytes) / 1_000),
    figure(
      'largest contentful paint',
      'ms',
      of((load) => load.largestPaintMs),
      1_200,
      800,
    ),
    figure(
      'first message',
      'ms',
      of((load) => load.firstMessageMs),
    ),
    figure('layout shift (x 1000)', 'ms', of((load) => load.layoutShift) * 1_000),
    figure(
      `elements with ${options.rooms} rooms`,
      'nodes',
      of((load) => load.nodes),
    ),
    figure('walk to a room, first time', 'ms', median(first.map(({ switchMs }) => switchMs)), 60, 30),
    figure('walk to a room again', 'ms', median(again.map(({ switchMs }) => switchMs)), 60, 30),
    figure('longest frame of a walk', 'ms', median([...first, ...again].map((each) => each.longestFrameMs))),
    figure('frame while scrolling and loading, p50', 'ms', quantile(whileLoading, 0.5)),
    figure('frame while scrolling and loading, p95', 'ms', quantile(whileLoading, 0.95), 17, 17),
    figure(`frame while scrolling in ${options.messages} messages, p50`, 'ms', quantile(scrolled, 0.5)),
    figure(
      `frame while scrolling in ${options.messages} messages, p95`,
      'ms',
      quantile(scrolled, 0.95),
      17,
      17,
    ),
    figure(`frame while scrolling in ${options.messages} messages, p99`, 'ms', quantile(scrolled, 0.99)),
    figure(`elements with ${options.messages} messages`, 'nodes', await nodesOf(page)),
    figure(`loading all of ${options.messages} messages`, 'ms', loadedIn),
  ]
  report(figures, loads[0]?.scripts ?? [])
} finally {
  await browser.close()
  await stack.dispose()
}

function figure(
  name: string,
  unit: Figure['unit'],
  measured: number,
  minimum: number | null = null,
  target: number | null = null,
): Figure {
  return { name, unit, minimum, target, measured }
}

function report(figures: readonly Figure[], scripts: FirstLoad['scripts']) {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, Chromium ${browser.version()}`
  const date = new Date().toISOString()
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  process.stdout.write(
    `\n${machine}\n${date}, commit ${commit}, median of ${options.rounds}\n\n${tableOf(figures)}\n`,
  )
  if (!options.json) return
  writeFileSync(
    options.json,
    JSON.stringify({ machine, date, commit, goals: figures, scripts }, null, 2) + '\n',
  )
}

function progress(line: string) {
  process.stderr.write(`[${((performance.now() - beganAt) / 1_000).toFixed(0).padStart(3)} s] ${line}\n`)
}

function optionsOrExit() {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`)
    process.exit(2)
  }
}
