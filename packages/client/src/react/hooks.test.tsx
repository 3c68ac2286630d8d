import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Parley, ParleyState } from '../index'
import {
  ParleyProvider,
  useConnection,
  useDirectoryVersion,
  useKeepsUnsent,
  useLiveDelayed,
  usePeople,
  usePerson,
  useRooms,
  useTimeline,
  useUnsent,
} from './index'

const state: ParleyState = {
  person: { id: 'p', name: 'Ada', isGuest: true },
  connection: { kind: 'online', serverId: '2', since: 1 },
  liveDelayed: true,
  keepsUnsent: false,
  rooms: { status: 'idle' },
  unsent: { r: ['m1', 'm2'] },
  directoryVersion: 5,
  people: { b: { id: 'b', name: 'Bo', isGuest: true } },
  timelines: {
    r: {
      roomId: 'r',
      status: 'ready',
      messages: [],
      hasOlder: true,
      loadingOlder: false,
      epoch: 1,
      cursor: 7,
    },
  },
}
const parley = { getState: () => state, subscribe: () => () => undefined } as unknown as Parley

function Screen() {
  const connection = useConnection()
  const parts = [
    usePerson()?.name,
    connection.kind === 'online' && connection.serverId,
    useRooms().status,
    useTimeline('r')?.cursor,
    useTimeline('not opened') === undefined,
    useLiveDelayed(),
    useKeepsUnsent(),
    usePeople().b?.name,
    useDirectoryVersion(),
    useUnsent()['r']?.length,
  ]
  return <p>{parts.map(String).join(' ')}</p>
}

test('each hook gives its part of the state, on a server too', () => {
  const html = renderToString(
    <ParleyProvider parley={parley}>
      <Screen />
    </ParleyProvider>,
  )
  expect(html).toBe('<p>Ada 2 idle 7 true true false Bo 5 2</p>')
})

test('a hook without a provider names the missing provider', () => {
  expect(() => renderToString(<Screen />)).toThrow('useParley needs a <ParleyProvider> above it.')
})
