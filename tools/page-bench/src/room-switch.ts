// From the click on a room to the frame that shows its last message.
import type { Page } from '@playwright/test'
import { TIMEOUT } from '@parley/testkit/browser'

export interface RoomSwitch {
  switchMs: number
  /** The longest frame until half a second after the switch. */
  longestFrameMs: number
}

/** Waits in the page for the frame after the one that shows another room's last message. */
const WATCH = (roomId: string) =>
  new Promise<{ switchMs: number; longestFrameMs: number }>((resolve) => {
    let clickedAt = 0
    let shownAt = 0
    let lastFrameAt = 0
    let longestFrameMs = 0
    const before = document.querySelector('[role="log"]')?.getAttribute('aria-label')
    function look(at: number) {
      if (clickedAt > 0 && lastFrameAt > 0) longestFrameMs = Math.max(longestFrameMs, at - lastFrameAt)
      lastFrameAt = at
      const log = document.querySelector('[role="log"]')
      const isShown =
        location.pathname.endsWith(roomId) &&
        log?.getAttribute('aria-label') !== before &&
        log?.querySelector('[data-message-id]')
      if (clickedAt > 0 && isShown && shownAt === 0) {
        shownAt = -1
        setTimeout(() => (shownAt = performance.now()))
      }
      if (shownAt > 0 && at - shownAt > 500) resolve({ switchMs: shownAt - clickedAt, longestFrameMs })
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    addEventListener('click', (event) => (clickedAt = event.timeStamp), { capture: true, once: true })
  })

export async function measureRoomSwitch(page: Page, roomId: string): Promise<RoomSwitch> {
  const link = page.locator(`nav a[href*="${roomId}"], ul a[href*="${roomId}"]`).first()
  await link.waitFor(TIMEOUT)
  await link.scrollIntoViewIfNeeded()
  const watched = page.evaluate(WATCH, roomId)
  await link.click()
  return watched
}
