export interface ShownHint {
  element: Element
  text: string
}

const DELAY_MS = 400
/** Hints near each other open without a second wait if the last one closed this recently. */
const WARM_MS = 400

/**
 * Decides which hint to show. It listens to the whole page: a tooltip component around each button costs more than the
 * button, and each message has seven.
 */
export function listenForHints(page: Document, show: (hint: ShownHint | null) => void): () => void {
  let element: Element | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let isShown = false
  let hiddenAt = -Infinity

  function open(next: Element) {
    const text = next.getAttribute('data-hint')
    if (!text || !next.isConnected) return
    isShown = true
    show({ element: next, text })
  }

  function close() {
    clearTimeout(timer)
    if (isShown) {
      hiddenAt = performance.now()
      show(null)
    }
    isShown = false
  }

  function turnTo(next: Element | null, isAtOnce: boolean) {
    if (next === element) return
    const isWarm = isShown || performance.now() - hiddenAt < WARM_MS
    close()
    element = next
    if (!next) return
    if (isAtOnce || isWarm) open(next)
    else timer = setTimeout(open, DELAY_MS, next)
  }

  const listeners: { [type: string]: (event: Event) => void } = {
    pointerover(event) {
      const isMouse = (event as PointerEvent).pointerType === 'mouse'
      turnTo(isMouse ? hinted(event.target) : null, false)
    },
    pointerout(event) {
      if ((event as PointerEvent).relatedTarget === null) turnTo(null, false) // the mouse left the window
    },
    focusin(event) {
      const next = hinted(event.target)
      if (next?.matches(':focus-visible')) turnTo(next, true)
    },
    focusout: () => turnTo(null, false),
    // Pressing closes the hint. The element stays the current one, so that its hint does not come back under the mouse.
    pointerdown: close,
    keydown: close,
    scroll: close,
  }
  for (const [type, listener] of Object.entries(listeners))
    page.addEventListener(type, listener, { capture: true, passive: true })
  return () => {
    close()
    for (const [type, listener] of Object.entries(listeners)) page.removeEventListener(type, listener, true)
  }
}

function hinted(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('[data-hint]') : null
}
