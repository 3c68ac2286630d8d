import type MiniSearch from 'minisearch'
import { indexRecords, type SearchRecord } from '../search-record'

declare global {
  interface Window {
    /** Set by search-records.js. That is a script and not JSON, because pages opened from a disk may load only scripts. */
    parleySearchRecords?: SearchRecord[]
  }
}

const MOST = 20

/** Searches this site in the browser, over records beside the pages. */
export function startSearch(page: Document): void {
  const dialog = page.querySelector<HTMLDialogElement>('[data-search]')
  const input = dialog?.querySelector('input')
  const list = dialog?.querySelector('ol')
  const status = dialog?.querySelector('[role=status]')
  if (!dialog || !input || !list || !status) return
  const base = page.documentElement.dataset.base ?? ''
  let loading: Promise<MiniSearch<SearchRecord>> | null = null

  function open() {
    loading ??= loadRecords(page, base).then(indexRecords)
    if (!dialog?.open) dialog?.showModal()
    input?.select()
    void show()
  }

  async function show() {
    if (!loading || !input || !list || !status) return
    const index = await loading.catch(() => null)
    const found = index?.search(input.value).slice(0, MOST) ?? []
    list.replaceChildren(...found.map((record) => entry(page, base, record as unknown as SearchRecord)))
    status.textContent = !index
      ? 'The search could not be loaded.'
      : input.value.trim() === ''
        ? 'Settings, events, failures, promises: a few letters are enough.'
        : found.length === 0
          ? 'Nothing here has these words.'
          : `${found.length === MOST ? `${MOST} and more` : found.length} found`
  }

  page.querySelectorAll('[data-open-search]').forEach((button) => button.addEventListener('click', open))
  input.addEventListener('input', () => void show())
  dialog.addEventListener('click', ({ target }) => {
    const isOutside = target === dialog
    const isChosen = target instanceof Element && target.closest('a')
    if (isOutside || isChosen) dialog.close()
  })
  page.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement
    const isAsked =
      (event.key === '/' && !isTyping) || (event.key === 'k' && (event.ctrlKey || event.metaKey))
    if (isAsked) {
      event.preventDefault()
      open()
    } else if (dialog.open) walk(event)
  })

  function walk(event: KeyboardEvent) {
    const links = [...(list?.querySelectorAll('a') ?? [])]
    const at = links.indexOf(page.activeElement as HTMLAnchorElement)
    if (event.key === 'Enter' && page.activeElement === input) {
      event.preventDefault()
      links[0]?.click()
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const next = at + (event.key === 'ArrowDown' ? 1 : -1)
    if (next < 0) input?.focus()
    else links[Math.min(next, links.length - 1)]?.focus()
  }
}

function loadRecords(page: Document, base: string): Promise<SearchRecord[]> {
  return new Promise((resolve, reject) => {
    const script = page.createElement('script')
    script.src = `${base}search-records.js`
    script.onload = () => resolve(window.parleySearchRecords ?? [])
    script.onerror = () => reject(new Error('search-records.js could not be loaded'))
    page.head.append(script)
  })
}

function entry(
  page: Document,
  base: string,
  { address, title, page: of, text }: SearchRecord,
): HTMLLIElement {
  const item = page.createElement('li')
  const link = page.createElement('a')
  link.href = base + address
  link.className = 'block rounded-control px-2 py-2 hover:bg-hover focus:bg-selected focus:outline-none'
  const heading = page.createElement('span')
  heading.className = 'block text-14 font-medium'
  heading.textContent = title
  const line = page.createElement('span')
  line.className = 'line-clamp-2 text-13 text-muted'
  line.textContent = [of === title ? '' : of, text.slice(0, 160)].filter(Boolean).join(' · ')
  link.append(heading, line)
  item.append(link)
  return item
}
