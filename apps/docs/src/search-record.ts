import MiniSearch from 'minisearch'

/** A place of the site that the search can find. */
export interface SearchRecord {
  address: string
  title: string
  /** The title of its page. */
  page: string
  text: string
}

/** Comparing a word takes the square of its length. Longer strings are not words. */
const LONGEST_WORD = 64
const slips = (word: string) => (word.length > LONGEST_WORD ? false : 0.15)

/** The browser and the tests use it. Titles weigh more; prefixes and small typing errors match, too. */
export function indexRecords(records: readonly SearchRecord[]): MiniSearch<SearchRecord> {
  const index = new MiniSearch<SearchRecord>({
    idField: 'address',
    fields: ['title', 'page', 'text'],
    storeFields: ['address', 'title', 'page', 'text'],
    // Names become several words: `message:send` and SEND_BURST two each.
    tokenize: (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
    searchOptions: { prefix: true, fuzzy: slips, combineWith: 'AND', boost: { title: 4, page: 2 } },
  })
  index.addAll([...records])
  return index
}
