import { expectTypeOf, test } from 'vitest'
import type { MessageId, PersonId, RoomId } from './ids'

test('the id of one kind is not taken for another kind', () => {
  expectTypeOf<RoomId>().not.toExtend<PersonId>()
  expectTypeOf<PersonId>().not.toExtend<MessageId>()
  expectTypeOf<MessageId>().not.toExtend<RoomId>()
  expectTypeOf<string>().toExtend<RoomId>()
})
