import { posix } from 'node:path'
import { settings as migrate } from '@parley/migrate/config'
import { settings as persister } from '@parley/persister/config'
import { definitions as persisterMetrics } from '@parley/persister/metrics'
import { clientEvents, failures, limits, PROTOCOL_VERSION, rates, serverEvents } from '@parley/protocol'
import { accountLimits } from '@parley/protocol/accounts'
import { settings as server } from '@parley/server/config'
import { definitions as serverMetrics } from '@parley/server/metrics'
import { describe, expect, test } from 'vitest'
import { textOf } from './contents'
import { readRest } from './read/protocol'
import { renderSite } from './render-site'
import { readText } from './repository'
import { indexRecords, type SearchRecord } from './search-record'

const files = renderSite()
const html = [...files].filter(([address]) => address.endsWith('.html'))
/** Files of the site that are not rendered here. */
const ASSETS = ['site.css', 'site.js', 'theme.js', 'icon.svg']

function textOfPage(address: string): string {
  return textOf(files.get(address) ?? '')
}

function idsOf(address: string): string[] {
  return [...(files.get(address) ?? '').matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)
}

describe('the protocol page', () => {
  const ids = idsOf('protocol.html')
  const text = textOfPage('protocol.html')

  test.each([...Object.keys(clientEvents), ...Object.keys(serverEvents)])('has %s', (name) => {
    expect(ids).toContain(name)
    expect(text).toContain(`["${name}",`)
  })
  test.each(Object.entries(failures))('has the failure %s with its sentence', (code, { say }) => {
    expect(ids).toContain(`failure-${code}`)
    expect(text).toContain(say)
  })
  test.each(Object.entries({ ...limits, ...accountLimits }))('has the limit %s', (name, value) => {
    expect(text).toContain(`${name} ${value.toLocaleString('en')}`)
  })
  test.each(Object.entries(rates))('has the rate %s', (name, { burst, perSecond }) => {
    expect(text).toContain(`${name} ${burst} ${perSecond}`)
  })
  test.each(readRest())('has $method $path with what it refuses and what limits it', (route) => {
    expect(text).toContain(`${route.method} ${route.path}`)
    expect(Object.keys(failures)).toEqual(expect.arrayContaining([...route.failures]))
    expect(route.limits).not.toEqual([])
    for (const limit of route.limits.filter((name) => name !== name.toUpperCase()))
      expect(ids).toContain(`rate-${limit}`)
    expect(text).toContain(
      `Refuses with ${route.failures.join(' , ')} . Limited by ${route.limits.join(' , ')} .`,
    )
  })
  test('has every name that its shapes use', () => {
    const shapes = [...(files.get('protocol.html') ?? '').matchAll(/<pre[^>]*><code>([\s\S]*?)<\/code>/g)]
    const used = shapes.flatMap(([, shape = '']) =>
      [...textOf(shape).matchAll(/(?:: |\| )([A-Z]\w+)/g)].map(([, name]) => name),
    )
    expect(used.length).toBeGreaterThan(20)
    expect(used.filter((name) => !ids.includes(name ?? ''))).toEqual([])
  })
  test('states the served version', () => {
    expect(text).toContain(`{"protocol": ${PROTOCOL_VERSION}}`)
  })
  test('describes every event', () => {
    expect(text).not.toMatch(/undefined/)
    for (const [, after] of (files.get('protocol.html') ?? '').matchAll(/<\/h3>(<p><\/p>)/g))
      expect(after).toBe('')
  })
})

describe('the configuration page', () => {
  const ids = idsOf('configuration.html')
  const names = [...readText('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name)

  test.each([...new Set([server, persister, migrate].flatMap(({ shape }) => Object.keys(shape)))])(
    'has %s, which a service reads',
    (name) => expect(ids).toContain(name),
  )
  test.each(names)('has %s of .env.example', (name) => expect(ids).toContain(name))
})

describe('the metrics page', () => {
  const ids = idsOf('metrics.html')
  const text = textOfPage('metrics.html')
  const withoutSpaces = (words: string) => words.replace(/\s/g, '')

  test.each([
    ...Object.values(serverMetrics).map(({ name, help }) => ['server', name, help]),
    ...Object.values(persisterMetrics).map(({ name, help }) => ['persister', name, help]),
  ])('has what a %s counts as %s', (of, name, help = '') => {
    expect(ids).toContain(`${of}-${name}`)
    expect(withoutSpaces(text)).toContain(withoutSpaces(help.replaceAll('`', '')))
  })
  test('names only existing metrics', () => {
    const counted = [...Object.values(serverMetrics), ...Object.values(persisterMetrics)].map(
      ({ name }) => name,
    )
    const named = [...readText('apps/docs/pages/metrics.md').matchAll(/\bparley_\w+/g)].map(([name]) => name)
    expect(named.filter((name) => !(counted as string[]).includes(name))).toEqual([])
  })
})

test('every link of a page has its target, with the place on it', () => {
  const missing = html.flatMap(([address, text]) =>
    [...text.matchAll(/ (?:href|src)="([^"]+)"/g)].flatMap(([, link = '']) => {
      if (/^https?:/.test(link)) return []
      const [path = '', id] = link.split('#')
      const target = path === '' ? address : posix.normalize(posix.join(posix.dirname(address), path))
      const isThere = files.has(target) || ASSETS.includes(target)
      const isPlaced = id === undefined || idsOf(target).includes(id)
      return isThere && isPlaced ? [] : [`${address}: ${link}`]
    }),
  )
  expect(missing).toEqual([])
})

test('a page loads nothing from another host', () => {
  for (const [address, text] of html) {
    const outside = [
      ...text.matchAll(/<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?\/\/[^"]*"/g),
    ]
    expect(outside.map(([tag]) => `${address}: ${tag}`)).toEqual([])
  }
})

test('every address on a page is unique', () => {
  for (const [address] of html) {
    const ids = idsOf(address)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  }
})

describe('the search', () => {
  const script = files.get('search-records.js') ?? ''
  const records = JSON.parse(script.slice(script.indexOf('['))) as SearchRecord[]
  const index = indexRecords(records)
  const first = (words: string) => index.search(words)[0]?.id as string | undefined

  test.each([
    ['message:send', 'protocol.html#message:send'],
    ['SEND_BURST', 'configuration.html#SEND_BURST'],
    ['not-a-member', 'protocol.html#failure-not-a-member'],
    ['leastconn', 'decisions/007-leastconn.html'],
    ['fewest connectoins', 'decisions/007-leastconn.html'],
    ['promises', 'promises.html'],
  ])('finds %s', (words, address) => expect(first(words)).toBe(address))

  test('leads to existing places', () => {
    const missing = records.filter(({ address }) => {
      const [path = '', id] = address.split('#')
      return !files.has(path) || (id !== undefined && !idsOf(path).includes(id))
    })
    expect(missing).toEqual([])
  })
})
