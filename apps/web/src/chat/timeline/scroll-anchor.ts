/** The view counts as being at the end within this distance. Pixels. */
const END_PX = 24

type Place =
  | { kind: 'end' }
  /** A message in the view, and how far below the top of the view it stands. */
  | { kind: 'message'; id: string; top: number }
  /** A space whose block is not rendered yet: there is no message to hold on to. */
  | { kind: 'space' }

export interface ScrollAnchor {
  /** Call it after everything that changed the timeline: it moves the anchored message back to where it was. */
  keep(this: void): void
  goToEnd(this: void): void
  close(this: void): void
}

export interface ReadingPosition {
  isAtEnd: boolean
  isFarFromEnd: boolean
  /** The seq of the last message in view; 0 if there is none. */
  shownSeq: number
}

/**
 * Keeps the read message in place. It measures one message before and after every change: older pages, new messages,
 * removed blocks, a new window width, an on-screen keyboard. A view at the end stays at the end, but never moves past
 * unread messages: more than a view at once, or messages that come while nobody looks.
 */
export function createScrollAnchor(parts: {
  box: HTMLElement
  content: HTMLElement
  isAttended: () => boolean
  onLook: (where: ReadingPosition) => void
}): ScrollAnchor {
  const { box, content, isAttended, onLook } = parts
  let place: Place | null = null
  let notedTop = 0
  let notedLast: string | undefined

  function note() {
    const below = box.scrollHeight - box.clientHeight - box.scrollTop
    const isAtEnd = below <= END_PX
    place = isAtEnd ? { kind: 'end' } : messageInView(box)
    notedTop = box.scrollTop
    notedLast = lastPlace(box)?.dataset.place
    onLook({ isAtEnd, isFarFromEnd: below > 2 * box.clientHeight, shownSeq: shownSeq(box) })
  }

  function keep() {
    if (place === null) begin(box)
    else if (place.kind === 'message') goBack(box, place, scrolledBy())
    else if (place.kind === 'end' && scrolledBy() > -1) stayAtEnd()
    note()
  }

  // The distance that the person scrolled since the last check: the scroll event may come after a new message. A view
  // moved up because the timeline became shorter was not scrolled by a person.
  function scrolledBy(): number {
    return notedTop > box.scrollHeight - box.clientHeight ? 0 : box.scrollTop - notedTop
  }

  function stayAtEnd() {
    const last = notedLast && box.querySelector<HTMLElement>(`[data-place="${notedLast}"]`)
    box.scrollTop = box.scrollHeight
    if (!last || last === lastPlace(box)) return
    const isPastView = last.getBoundingClientRect().bottom < box.getBoundingClientRect().top
    if (isPastView || !isAttended()) showUnread(box)
  }

  function goToEnd() {
    box.scrollTop = box.scrollHeight
    note()
  }

  const sizes = new ResizeObserver(keep)
  sizes.observe(box)
  sizes.observe(content)
  box.addEventListener('scroll', note, { passive: true })

  function close() {
    sizes.disconnect()
    box.removeEventListener('scroll', note)
  }

  return { keep, goToEnd, close }
}

/** A room opens at its end, or at the first unread message if more is unread than fits. */
function begin(box: HTMLElement) {
  box.scrollTop = box.scrollHeight
  showUnread(box)
}

/** Moves from the end back to the first unread message, if that is out of view. */
function showUnread(box: HTMLElement) {
  const line = box.querySelector('[data-new-line]')
  const above = line ? topIn(box, line) : 0
  if (above < 0) box.scrollTop += above - box.clientHeight / 4
}

function goBack(box: HTMLElement, place: { id: string; top: number }, scrolledBy: number) {
  const message = box.querySelector(`[data-place="${place.id}"]`)
  if (!message) return // far away already, after a long jump: its block left a space of its height
  const moved = topIn(box, message) - (place.top - scrolledBy)
  if (Math.abs(moved) >= 0.5) box.scrollTop += moved
}

// The first message whose text ends below the top of the view, by binary search.
function messageInView(box: HTMLElement): Place {
  const messages = box.querySelectorAll<HTMLElement>('[data-place]')
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >> 1
    const message = messages[middle]
    if (message && topIn(box, message) + message.offsetHeight > 0) high = middle
    else low = middle + 1
  }
  const message = messages[low]
  return message
    ? { kind: 'message', id: message.dataset.place ?? '', top: topIn(box, message) }
    : { kind: 'space' }
}

function lastPlace(box: HTMLElement): HTMLElement | undefined {
  return [...box.querySelectorAll<HTMLElement>('[data-place]')].at(-1)
}

// The last message with a seq whose text begins above the bottom of the view, by binary search.
function shownSeq(box: HTMLElement): number {
  const messages = box.querySelectorAll<HTMLElement>('[data-seq]')
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >> 1
    const message = messages[middle]
    if (message && topIn(box, message) < box.clientHeight - END_PX) low = middle + 1
    else high = middle
  }
  return Number(messages[low - 1]?.dataset.seq ?? 0)
}

function topIn(box: HTMLElement, element: Element): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top
}
