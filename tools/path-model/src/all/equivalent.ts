import { CLIENT } from './equivalent-in-client'
import { DELIVERY } from './equivalent-in-delivery'
import { PERSISTER } from './equivalent-in-persister'
import { SERVER } from './equivalent-in-server'
import type { KnownEquivalent } from './known-equivalent'

export function isEquivalent(where: string, change: string): boolean {
  return [...SCRIPTS, ...PROTOCOL, ...DELIVERY, ...SERVER, ...CLIENT, ...PERSISTER].some(
    (one) => where.includes(one.where) && (one.change ?? change) === change,
  )
}

const SCRIPTS: readonly KnownEquivalent[] = [
  {
    where: 'math.min(from + SLICE - 1, #',
    change: '- 1 becomes - 0',
    why: 'Neighbouring slices share a field, and reading or writing it twice is the same.',
  },
]

const PROTOCOL: readonly KnownEquivalent[] = [
  {
    where: 'src/fold.ts',
    change: 'default: return event satisfies never becomes default:',
    why: 'No kind of event comes there; the compiler says so.',
  },
  {
    where: 'if (!two || one === two) return message',
    change: 'one === two becomes false',
    why: 'What is one object gives the same message by the long way.',
  },
  {
    where: 'const isNewer =',
    change:
      '(two.edited?.seq ?? 0) > (one?.edited?.seq ?? 0) becomes (two.edited?.seq ?? 0) >= (one?.edited?.seq ?? 0)',
    why: 'One number is one edit, with one text.',
  },
  {
    where: 'if (one && body === message.event.body && isSame(one, changes)) return message',
    change: 'body === message.event.body becomes true',
    why: 'The text is another one only where the edit or the deletion is, too.',
  },
  {
    where: 'return two.seq < one.seq ? two : one',
    change: 'two.seq < one.seq becomes two.seq <= one.seq',
    why: 'One number is one deletion.',
  },
  {
    where: 'if (!known || reaction.seq > known.seq) latest.set(key, reaction)',
    change: 'reaction.seq > known.seq becomes reaction.seq >= known.seq',
    why: 'One number is one reaction.',
  },
  {
    where: 'a.reactions.every(',
    change: 'b.reactions[i]?.seq becomes b.reactions[i].seq',
    why: 'Both have as many; only the compiler cannot know it.',
  },
  {
    where: 'return { ok: false } // the caller names the reason',
    change: '{ ok: false } becomes {}',
    why: 'What is not there counts as false.',
  },
  {
    where: "issue.path.join('.')}: ${issue.message}",
    change: '\'.\' becomes ""',
    why: 'A record has no fields within fields.',
  },
  {
    where: 'return (name.match(WORD) ?? []).every(',
    change: '[] becomes ["Stryker was here"]',
    why: 'Those are words of one alphabet, as no words are.',
  },
  {
    where: 'value.length <= 2 * maxPoints && countPoints(value) <= maxPoints',
    change: 'value.length <= 2 * maxPoints becomes true',
    why: 'It only saves counting what is far too long.',
  },
  {
    where: "const letter = near.findLast((point) => !MARK.test(point)) ?? ''",
    change: `'' becomes "Stryker was here!"`,
    why: 'A Latin letter joins the next one as little as none does.',
  },
  {
    where: 'src/one-emoji.ts',
    change: '{ return null } becomes {}',
    why: 'undefined leads to the other expression, as null does.',
  },
  ...['issue?.path becomes issue.path', 'issue?.code becomes issue.code'].map((change) => ({
    where: 'src/parse.ts',
    change,
    why: 'An error of Zod has an issue; only the compiler cannot know it.',
  })),
  {
    where: "const code = issue?.code === 'custom' ? codeOf(issue.params) : undefined",
    change: "issue?.code === 'custom' becomes true",
    why: 'Only issues of refinements carry params.',
  },
  {
    where: 'return code !== undefined && Object.hasOwn(failures, code)',
    change: 'code !== undefined becomes true',
    why: 'The table has no row of that name.',
  },
]
