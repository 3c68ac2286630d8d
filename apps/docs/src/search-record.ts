import MiniSearch from 'minisearch'

/** A place of the site that can be found. */
export interface SearchRecord {
  address: string
  title: string
  /** The title of the page that it stands on. */
  page: string
  text: string
}

/** To compare a word takes the square of its length; longer ones are no words. */
const LONGEST_WORD = 64
const slips = (word: string) => (word.length > LONGEST_WORD ? false : 0.15)

/** Used by the browser and by the tests: titles weigh more, beginnings of words and small slips are found too. */
export function indexRecords(records: readonly SearchRecord[]): MiniSearch<SearchRecord> {
  const index = new MiniSearch<SearchRecord>({
    idField: 'address',
    fields: ['title', 'page', 'text'],
    storeFields: ['address', 'title', 'page', 'text'],
    // `message:send` is found by either word, SEND_BURST by both.
    tokenize: (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
    searchOptions: { prefix: true, fuzzy: slips, combineWith: 'AND', boost: { title: 4, page: 2 } },
  })
  index.addAll([...records])
  return index
}
