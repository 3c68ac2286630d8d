import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readText, top } from './repository'

export interface Page {
  /** The address inside the site. */
  address: string
  title: string
  group: 'Begin' | 'Reference' | 'Why it holds'
  /** The markdown file of the page. */
  source: string
  /** The made part below the text. */
  after?: string
  /** Listed only on pages with the same parent, and on the parent. */
  parent?: string
}

/** CONTENTS: every page in reading order, and its source. */
const written: Page[] = [
  {
    address: 'index.html',
    title: 'Start in five minutes',
    group: 'Begin',
    source: 'apps/docs/pages/start.md',
  },
  { address: 'path.html', title: 'The path of a message', group: 'Begin', source: 'apps/docs/pages/path.md' },
  { address: 'scaling.html', title: 'Scaling', group: 'Begin', source: 'apps/docs/pages/scaling.md' },
  {
    address: 'recover.html',
    title: 'Recovery',
    group: 'Begin',
    source: 'docs/recover.md',
  },
  {
    address: 'configuration.html',
    title: 'Configuration',
    group: 'Reference',
    source: 'apps/docs/pages/configuration.md',
  },
  { address: 'metrics.html', title: 'Metrics', group: 'Reference', source: 'apps/docs/pages/metrics.md' },
  { address: 'protocol.html', title: 'Protocol', group: 'Reference', source: 'apps/docs/pages/protocol.md' },
  { address: 'glossary.html', title: 'Glossary', group: 'Reference', source: 'docs/glossary.md' },
  { address: 'promises.html', title: 'What we promise', group: 'Why it holds', source: 'PROMISES.md' },
  { address: 'delivery.html', title: 'Delivery', group: 'Why it holds', source: 'docs/delivery.md' },
  { address: 'chaos.html', title: 'Chaos', group: 'Why it holds', source: 'docs/results/chaos.md' },
  { address: 'numbers.html', title: 'Numbers', group: 'Why it holds', source: 'docs/results/numbers.md' },
  { address: 'profiles.html', title: 'Profiles', group: 'Why it holds', source: 'docs/results/profiles.md' },
  {
    address: 'decisions.html',
    title: 'Decisions',
    group: 'Why it holds',
    source: 'docs/decisions/README.md',
    after: 'decisions',
  },
]

export function listPages(): Page[] {
  return [...written, ...decisions()]
}

function decisions(): Page[] {
  const folder = 'docs/decisions'
  return readdirSync(join(top, folder))
    .filter((file) => /^\d.*\.md$/.test(file))
    .sort()
    .map((file) => ({
      address: `decisions/${file.replace(/\.md$/, '.html')}`,
      title: /^# (.+)$/m.exec(readText(`${folder}/${file}`))?.[1] ?? file,
      group: 'Why it holds',
      source: `${folder}/${file}`,
      parent: 'decisions.html',
    }))
}
