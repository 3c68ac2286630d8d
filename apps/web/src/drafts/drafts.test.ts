import { expect, test } from 'vitest'
import { createDrafts } from './drafts'

/** The storage of one browser, and its tabs: each gets the others' storage events. */
function openBrowser({ maxUnits = Infinity } = {}) {
  const tabs: EventTarget[] = []
  let time = 0
  const entries: Record<string, string> = {}

  function openTab(owner: string) {
    const page = new EventTarget()
    tabs.push(page)
    const tell = (key: string) => {
      for (const other of tabs)
        if (other !== page) other.dispatchEvent(Object.assign(new Event('storage'), { key }))
    }
    const calls = {
      getItem: (key: string) => entries[key] ?? null,
      setItem: (key: string, value: string) => {
        if (value.length > maxUnits) throw new DOMException('full', 'QuotaExceededError')
        entries[key] = value
        tell(key)
      },
      removeItem: (key: string) => {
        if (!(key in entries)) return
        delete entries[key]
        tell(key)
      },
    }
    // As in a browser, its keys are those of the stored items.
    const storage = new Proxy(calls, {
      ownKeys: () => Object.keys(entries),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    })
    return createDrafts({
      owner,
      storage: () => storage as unknown as Storage,
      page: page,
      now: () => ++time,
    })
  }

  return { openTab, keys: () => Object.keys(entries) }
}

function begin(browser: ReturnType<typeof openBrowser>, owner: string) {
  const drafts = browser.openTab(owner)
  drafts.begin()
  return drafts
}

test('a draft is the same in all tabs, and each is told of changes', () => {
  const browser = openBrowser()
  const one = begin(browser, 'ada')
  const two = begin(browser, 'ada')
  const heard: string[] = []
  two.subscribe('room:1', () => heard.push(two.read('room:1')))
  one.write('room:1', 'half a thought')
  one.write('room:2', 'elsewhere')
  one.write('room:1', '')
  expect(heard).toEqual(['half a thought', ''])
})

test('a sign-out leaves no draft, and a tab that does not know of it writes none', () => {
  const browser = openBrowser()
  const one = begin(browser, 'ada')
  const two = begin(browser, 'ada')
  let told = 0
  two.onForgotten(() => told++)
  two.write('room:1', 'a secret')
  one.forget()
  two.write('room:1', 'a secret, and more')
  expect(told).toBe(1)
  expect(browser.keys()).toEqual([])
  const next = begin(browser, 'bo')
  two.write('room:1', 'still there')
  expect(next.read('room:1')).toBe('')
  expect(browser.keys().filter((key) => key.includes('ada'))).toEqual([])
})

test('drafts of a person who did not sign out are deleted when another person comes, and their tabs are told', () => {
  const browser = openBrowser()
  const ada = begin(browser, 'ada')
  let told = 0
  ada.onForgotten(() => told++)
  ada.write('room:1', 'a secret')
  begin(browser, 'bo')
  expect(told).toBe(1)
  expect(browser.keys()).toEqual(['parley:drafts:bo'])
})

test('the number of drafts of one person is limited: the oldest are deleted', () => {
  const browser = openBrowser()
  const drafts = begin(browser, 'ada')
  for (let i = 0; i < 250; i++) drafts.write(`edit:room:${i}`, 'text')
  expect(browser.keys().length).toBe(201)
  expect([drafts.read('edit:room:49'), drafts.read('edit:room:50')]).toEqual(['', 'text'])
})

test('a draft that does not fit is kept on the page, and its stored beginning does not come back', () => {
  const browser = openBrowser({ maxUnits: 100 })
  const drafts = begin(browser, 'ada')
  drafts.write('room:1', 'short')
  drafts.write('room:1', 'long '.repeat(100))
  expect(drafts.read('room:1')).toBe('long '.repeat(100))
  expect(begin(browser, 'ada').read('room:1')).toBe('')
})

test('without storage a draft exists only on the page', () => {
  const drafts = createDrafts({
    owner: 'ada',
    storage: () => {
      throw new DOMException('denied', 'SecurityError')
    },
    page: new EventTarget(),
  })
  drafts.begin()
  drafts.write('room:1', 'half a thought')
  expect(drafts.read('room:1')).toBe('half a thought')
  drafts.forget()
  expect(drafts.read('room:1')).toBe('')
})
