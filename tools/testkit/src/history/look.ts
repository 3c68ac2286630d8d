import type { AuditRow } from '@parley/database'

type Row = NonNullable<AuditRow['message']>

interface Standing {
  body: string
  deleted: boolean
  reactions: readonly { emoji: string; count: number }[]
}

/** The state of a message as text; two states have the same text only if a person sees no difference. */
export function lookOf({ body, deleted, reactions }: Standing): string {
  if (deleted) return 'deleted'
  return [body, ...reactions.map(({ emoji, count }) => `${count} ${emoji}`).sort()].join(' | ')
}

/** The state in PostgreSQL. */
export function lookOfRow({ body, changes }: Row): string {
  const given = (changes?.reactions ?? []).filter(({ on }) => on).map(({ emoji }) => emoji)
  return lookOf({ body, deleted: Boolean(changes?.deleted), reactions: countEach(given) })
}

export function countEach(emoji: readonly string[]): { emoji: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const each of emoji) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts].map(([of, count]) => ({ emoji: of, count }))
}
