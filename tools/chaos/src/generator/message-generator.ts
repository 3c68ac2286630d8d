import type { Operation } from '@parley/client'
import { LOBBY_ID } from '@parley/protocol'
import { pick, type Random } from '../random'
import type { Client } from '../clients/client'

export interface MessageGenerator {
  setRate: (messagesPerSecond: number) => void
  stop: () => void
}

const TICK_MS = 20
/** After a pause of this process the clients do not write everything at once. Milliseconds. */
const MOST_AT_ONCE_MS = 200
/** A message in the lobby reaches every client. */
const LOBBY_SHARE = 0.01
/** A client waits, too, when this many of its messages in a room are not sent yet. */
const MOST_UNSENT = 30
const LONG_SHARE = 0.005
/** The share of changes; the rest are new messages. */
const CHANGE_SHARE = 0.2
const DELETION_SHARE = 0.1
const EMOJI = ['👍', '❤️', '👩‍🚀', '🇩🇪', '🎉']

/**
 * The clients write `messagesPerSecond` together, by random clients in random rooms, online or not; they also edit,
 * delete and react to recent messages.
 */
export function startMessageGenerator({
  clients,
  random,
}: {
  clients: () => readonly Client[]
  random: Random
}): MessageGenerator {
  let perSecond = 0
  let due = 0
  let last = performance.now()
  let count = 0
  const timer = setInterval(() => {
    const at = performance.now()
    due += (Math.min(at - last, MOST_AT_ONCE_MS) / 1_000) * perSecond
    last = at
    for (; due >= 1; due--) writeSomething()
  }, TICK_MS)

  function writeSomething(): void {
    const client = pick(clients(), random)
    if (!client?.mayWrite()) return
    const rooms = client.rooms()
    const room =
      random() < LOBBY_SHARE
        ? LOBBY_ID
        : pick(
            rooms.filter((each) => each !== LOBBY_ID),
            random,
          )
    if (!room || !rooms.includes(room) || client.unsent(room) >= MOST_UNSENT) return
    const change = random() < CHANGE_SHARE ? someChange(client, room) : null
    client.send(room, change ?? { kind: 'message', body: newSentence(client) })
  }

  /** Edits or deletes an own message, or reacts to any; null if there is no message to change. */
  function someChange(client: Client, room: string): Operation | null {
    const { own, all } = client.changeable(room)
    const isReaction = random() < 0.5
    const messageId = pick(isReaction ? all : own, random)
    if (!messageId) return null
    if (isReaction)
      return { kind: 'reaction', messageId, emoji: pick(EMOJI, random) ?? '', on: random() < 0.7 }
    if (random() < DELETION_SHARE) return { kind: 'deletion', messageId }
    return { kind: 'edit', messageId, body: newSentence(client) }
  }

  function newSentence({ name }: Client): string {
    return sentence(++count, name, random)
  }

  return {
    setRate(messagesPerSecond) {
      perSecond = messagesPerSecond
      due = 0
    },
    stop: () => clearInterval(timer),
  }
}

const words = [
  'sees',
  'writes',
  'asks about',
  'schöne Grüße',
  '<b>not bold</b>',
  "O'Hara; --",
  '日本語',
  '👩‍🚀🎉',
  'ÅÄÖ',
]

/** All sentences differ; some contain characters that break easily, some are long. */
function sentence(count: number, name: string, random: Random): string {
  const said = `${count}: ${name} ${pick(words, random)} something that is worth keeping`
  return random() < LONG_SHARE ? `${said} ${'and it goes on '.repeat(100)}to the end` : said
}
