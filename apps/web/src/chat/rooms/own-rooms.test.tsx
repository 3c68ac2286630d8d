import type { Room } from '@parley/protocol'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { OwnRooms } from './own-rooms'

const room = (number: number): Room => ({
  id: `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  name: `Room ${number}`,
  topic: '',
  isLobby: false,
  isMember: true,
  memberCount: 1,
  lastSeq: number % 2,
  readSeq: 0,
  kind: 'public',
  role: 'member',
  people: [],
})

const show = (count: number) =>
  renderToString(
    <OwnRooms
      own={Array.from({ length: count }, (_, at) => room(at))}
      roomId={null}
      onNavigate={() => undefined}
      onPress={() => undefined}
    />,
  )

test('763 rooms are at most 700 elements', () => {
  const elements = show(763).match(/<[a-z]/g) ?? []
  expect(elements.length).toBeGreaterThan(100)
  expect(elements.length).toBeLessThanOrEqual(700)
})

test('each room has its position in the whole list', () => {
  const html = show(763)
  expect(html).toContain('aria-posinset="1"')
  expect(html).toContain('aria-setsize="763"')
})

test('the whole list is as high as all of its rooms', () => {
  const html = show(763)
  const shown = html.match(/<li /g)?.length ?? 0
  expect(html).toContain(`padding-bottom:${(763 - shown) * 32}px`)
})
