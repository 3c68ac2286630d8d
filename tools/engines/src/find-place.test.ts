import { expect, test } from 'vitest'
import { choosePlace } from './find-place'

const fresh = { wanted: undefined, isStoredHere: false, isStoredInDocker: false }

test('an engine without data comes from the first place that works', () => {
  expect(choosePlace(fresh)).toBe('first-that-works')
  expect(choosePlace({ ...fresh, wanted: '' })).toBe('first-that-works')
})

test('PARLEY_ENGINES=docker takes it from Docker, even if another place has it', () => {
  expect(choosePlace({ ...fresh, wanted: 'docker' })).toBe('docker')
  expect(() => choosePlace({ ...fresh, wanted: 'podman' })).toThrow('may be docker or nothing, not "podman"')
})

test('an engine with data stays where its data is', () => {
  expect(choosePlace({ ...fresh, isStoredInDocker: true })).toBe('docker')
  expect(choosePlace({ ...fresh, isStoredInDocker: true, wanted: 'docker' })).toBe('docker')
  expect(choosePlace({ ...fresh, isStoredHere: true })).toBe('here')
  expect(() => choosePlace({ ...fresh, isStoredHere: true, wanted: 'docker' })).toThrow('--fresh')
})
