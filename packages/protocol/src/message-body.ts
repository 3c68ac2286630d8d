import { limits } from './limits'
import { text } from './text'

export const messageBody = text({
  min: 1,
  max: limits.messageMaxPoints,
  maxBytes: limits.messageMaxBytes,
  tooShort: 'message-empty',
  tooLong: 'message-too-long',
})
