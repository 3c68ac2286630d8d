/** A room's name as people compare it: case, width, ligatures and runs of spaces make no other room. */
export function roomNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/gu, ' ').trim()
}
