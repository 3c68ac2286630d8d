// Places where an address begins or ends without a space or a sign.

/** Scripts that are written without spaces. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}`
const beginnings = new RegExp(`(?<=[_${UNSPACED}])(?:https?://|www\\.)`, 'giu')
const hosts = /(?:https?:\/\/|www\.)[a-z0-9.-]+/gi
const unspaced = new RegExp(`^[${UNSPACED}]`, 'u')
/** They change the text direction: an address that holds one would not read as it leads. */
const turns = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** Ascending indexes at which to cut a text so that no address reaches across. */
export function linkCuts(text: string): number[] {
  const cuts = new Set<number>()
  for (const { index } of text.matchAll(beginnings)) cuts.add(index)
  for (const { 0: host, index } of text.matchAll(hosts)) {
    const end = index + host.length
    // No top-level domain mixes scripts: the sentence continues after it.
    if (/\.[a-z]{2,24}$/i.test(host.slice(-25)) && unspaced.test(text.slice(end, end + 2))) cuts.add(end)
  }
  for (const { index } of text.matchAll(turns)) cuts.add(index).add(index + 1)
  return [...cuts].sort((a, b) => a - b)
}
