import { preload } from 'react-dom'

// The chat requests both as soon as it runs; this starts the requests while its scripts load.
const FIRST_QUESTIONS = ['/api/v1/me', '/api/v1/rooms']

export function PreloadChat() {
  for (const question of FIRST_QUESTIONS) preload(question, { as: 'fetch', crossOrigin: 'use-credentials' })
  return null
}
