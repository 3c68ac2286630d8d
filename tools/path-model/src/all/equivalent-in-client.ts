import type { KnownEquivalent } from './known-equivalent'

const COMPILER = 'Only the compiler cannot know that it is always there.'

/** Mutants of packages/client. */
export const CLIENT: readonly KnownEquivalent[] = [
  ...['effect', 'outcome', 'answer', 'event'].map((name) => ({
    where: 'default:',
    change: `default: return ${name} satisfies never becomes default:`,
    why: 'The compiler says that nothing comes there.',
  })),
  {
    where: "const isDraining = () => state.kind === 'draining'",
    change: "state.kind === 'draining' becomes true",
    why: 'In every other state the event changes nothing.',
  },
  {
    where: 'if (!server) throw',
    change: '!server becomes false',
    why: 'createParley refuses to be made without servers.',
  },
  { where: "const [pair = '', ...attributes]", change: `'' becomes "Stryker was here!"`, why: COMPILER },
  {
    where: "const [name = '', value = ''] = attribute",
    change: `'' becomes "Stryker was here!"`,
    why: COMPILER,
  },
  {
    where: "export function createCookies(initial = '')",
    change: `'' becomes "Stryker was here!"`,
    why: 'A text without an equals sign is no cookie, as no text is.',
  },
  {
    where: "if (name !== undefined && (values.get(name) === ''",
    change: 'name !== undefined becomes true',
    why: 'Nothing is kept under no name.',
  },
  {
    where: "(name === 'expires' && Date.parse(value) <= Date.now())",
    change: 'Date.parse(value) <= Date.now() becomes Date.parse(value) < Date.now()',
    why: 'It is that very millisecond.',
  },
]
