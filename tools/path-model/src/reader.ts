// Somebody who reads: live packets, late, in any order, or (each third) never; and what the real catch-up answers to a cursor.
import type { RoomEventsPacket, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { createActor, type Scheduler } from './scheduler'
import type { Server } from './server'

export interface Reader {
  name: string
  hear(packet: RoomEventsPacket): void
  /** A new connection: asks for what it missed. */
  reconnect(): void
  isAsking(): boolean
  /** What is shown: [id, number], in the order of the numbers. */
  view(): [id: string, seq: number][]
}

/** More than a run ever says, so that the newest page is the whole room. */
const PAGE = 1_000

export function startReader(parts: {
  name: string
  roomId: string
  scheduler: Scheduler
  pickServer: () => Server
}): Reader {
  const { name, roomId, scheduler, pickServer } = parts
  const actor = createActor(name)
  let shown = new Map<string, { seq: number; epoch: number }>()
  let [epoch, cursor] = [0, 0]
  let wants: 'page' | 'sync' | null = 'page'
  let isAsking = false
  let heard = 0
  void run()
  return {
    name,
    hear: (packet) =>
      void (
        ++heard % 3 > 0 && scheduler.turn(actor, 'hears').then((fate) => fate === 'done' && apply(packet))
      ),
    reconnect: () => void (wants ??= 'sync'),
    isAsking: () => wants !== null || isAsking,
    view: () => [...shown].map(([id, { seq }]) => [id, seq] as [string, number]).sort((a, b) => a[1] - b[1]),
  }

  function show({ seq, epoch, event }: SequencedEvent) {
    const known = shown.get(event.id)
    if (!known || known.epoch <= epoch) shown.set(event.id, { seq, epoch })
  }

  function apply(packet: RoomEventsPacket) {
    if (packet.epoch < epoch) return
    if (packet.epoch > epoch) return void (wants = 'page')
    for (const { seq, event } of packet.events) show({ seq, epoch, event })
    passWhatIsShown()
    if (packet.events.some(({ seq }) => seq > cursor)) wants ??= 'sync'
  }

  /** The cursor never passes a hole. */
  function passWhatIsShown() {
    const numbers = new Set([...shown.values()].filter((each) => each.epoch === epoch).map(({ seq }) => seq))
    while (numbers.has(cursor + 1)) cursor += 1
  }

  async function run() {
    for (;;) {
      await scheduler.turn(actor, 'asks', () => wants !== null)
      const asks = wants
      wants = null
      isAsking = true
      if (asks === 'page') await askPage()
      else await askMissed()
      isAsking = false
    }
  }

  async function askPage() {
    const page = await answered((server) => server.readPage(roomId, null, PAGE))
    if (!page?.ok) return void (wants = 'page')
    const live = [...shown].filter(([, each]) => each.epoch === page.value.epoch && each.seq > page.value.seq)
    shown = new Map(live)
    ;({ epoch, seq: cursor } = page.value)
    page.value.events.forEach(show)
    passWhatIsShown()
  }

  async function askMissed() {
    const asked = { roomId, epoch, seq: cursor }
    const answer = await answered((server) => server.sync(asked, () => (wants ??= 'sync')))
    if (answer?.kind === 'events') return applyMissed(answer)
    wants = answer?.kind === 'reload' ? 'page' : (wants ?? 'sync')
  }

  function applyMissed(answer: Extract<SyncAnswer, { kind: 'events' }>) {
    if (answer.epoch !== epoch) return void (wants = 'page')
    answer.events.forEach(show)
    cursor = Math.max(cursor, answer.seq)
    passWhatIsShown()
  }

  /** Null when the server died over it. */
  async function answered<T>(question: (server: Server) => Promise<T>): Promise<T | null> {
    const server = pickServer()
    const asked = question(server).then(async (answer) => {
      await scheduler.turn(server.actor, `answers ${name}`)
      return answer
    })
    return Promise.race([asked, server.died.then(() => null)])
  }
}
