import { limits } from './limits'
import { pointsLeft, text } from './text'

const most = { max: limits.messageMaxPoints, maxBytes: limits.messageMaxBytes }

export const messageBody = text({
  min: 1,
  ...most,
  tooShort: 'message-empty',
  tooLong: 'message-too-long',
})

/** How many more code points fit into a message; negative: this many too many. */
export function messagePointsLeft(value: string): number {
  return pointsLeft(value, most)
}
