// Texts of other people and their rendering: no text may freeze a tab, even one written to do so.
import { superLinear } from '@parley/protocol/linear-time'
import { expect, test } from 'vitest'
import { roomInPath } from '../../room-address'
import { assetsInPage, assetsInStyle } from '../../worker/shell'
import { isFewEmoji } from './few-emoji'
import { initialsOf } from '../members/initials'
import { isolate } from '../members/isolate'
import { isLongText } from './long-text'
import { formatLength } from '../composer/message-length'
import { tagsOf } from '../members/person-tag'
import { splitLinks } from './split-links'

test.each<[string, (text: string) => unknown, more?: string[]]>([
  ['a message', splitLinks, ['https://', 'www.', 'www.a', '(', '*', ':', '@', 'a@']],
  ['a few emoji', isFewEmoji],
  ['how long a text is', isLongText],
  ['how much of a text still fits', formatLength],
  ['a name in a sentence', isolate, ['\u202E']],
  ['initials', initialsOf],
  [
    'the tag of a name',
    (name) =>
      tagsOf([
        { id: '1', name },
        { id: '2', name },
      ]),
  ],
  ['an address', roomInPath, ['/rooms/', '/']],
  ['a page that is kept', assetsInPage, ['/_next/static/', 'static/', '.js']],
  ['a style sheet that is kept', (css) => assetsInStyle(css, '/a.css'), ['url(', 'url("', '.woff2']],
])('%s is found out in linear time, for 64 KiB of any repetition', (_, read, more) => {
  expect(superLinear(read, more)).toEqual([])
})
