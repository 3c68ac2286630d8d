// Where an address begins or ends though no space and no sign says so.

/** Of languages that write words without spaces. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}`
const beginnings = new RegExp(`(?<=[_${UNSPACED}])(?:https?://|www\\.)`, 'giu')
const hosts = /(?:https?:\/\/|www\.)[a-z0-9.-]+/gi
const unspaced = new RegExp(`^[${UNSPACED}]`, 'u')
/** They turn the direction of what follows: an address that holds one would not read as it leads. */
const turns = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** Where to cut a text so that no address reaches across: indexes, rising. */
export function linkCuts(text: string): number[] {
  const cuts = new Set<number>()
  for (const { index } of text.matchAll(beginnings)) cuts.add(index)
  for (const { 0: host, index } of text.matchAll(hosts)) {
    const end = index + host.length
    // No top-level domain mixes scripts: the sentence goes on behind it.
    if (/\.[a-z]{2,24}$/i.test(host.slice(-25)) && unspaced.test(text.slice(end, end + 2))) cuts.add(end)
  }
  for (const { index } of text.matchAll(turns)) cuts.add(index).add(index + 1)
  return [...cuts].sort((a, b) => a - b)
}
