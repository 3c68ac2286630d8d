/**
 * The partition has another owner: unfinished work of this one is not stored. The process ends; the other one continues.
 */
export class FencedError extends Error {
  constructor(readonly partition: number) {
    super(`partition ${partition} is stored by another persister`)
  }
}
