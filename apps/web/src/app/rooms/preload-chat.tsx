import { preload } from 'react-dom'

// The chat asks for both as soon as it runs; so they are on their way while its scripts load.
const FIRST_QUESTIONS = ['/api/v1/me', '/api/v1/rooms']

export function PreloadChat() {
  for (const question of FIRST_QUESTIONS) preload(question, { as: 'fetch', crossOrigin: 'use-credentials' })
  return null
}
