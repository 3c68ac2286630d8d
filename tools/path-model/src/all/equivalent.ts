/** Mutants of the scripts that change nothing which anybody could see. `where`: a part of `file:line: the line`. */
export const EQUIVALENT: readonly { where: string; change: string; why: string }[] = [
  {
    where: "number = string.format('%.0f', tonumber(number))",
    change: 'the line is left out',
    why: 'Redis writes a score below 2^53 as an integer itself; the line says so for whoever reads it.',
  },
  {
    where: 'unpack(ARGV, from, math.min(from + SLICE - 1, #ARGV))',
    change: '- 1 becomes - 0',
    why: 'Neighbouring slices share an id, and taking it out twice takes it out.',
  },
  {
    where: "'-inf', now - keep - 1)",
    change: '- 1 becomes - 0',
    why: 'The mark of that very second has just done its work.',
  },
  ...['KEYS[3]', 'KEYS[5]'].map((key) => ({
    where: `redis.call('EXPIRE', ${key}, keep + 1)`,
    change: '+ 1 becomes + 2',
    why: 'Nobody is promised when, only that not before.',
  })),
]
