import { Button, classNames, fewMarks } from '@parley/ui'
import { useId, useState, type ReactNode } from 'react'
import { isFewEmoji } from './few-emoji'
import { isLongText } from './long-text'
import { splitLinks } from './split-links'

/**
 * The text as written: line breaks kept, addresses as links, each text in its own direction. It stays in its box: only
 * the first few of the marks stacked on a letter are shown, and a long text is collapsed first.
 */
export function MessageText({ text, children }: { text: string; children?: ReactNode }) {
  const [isWhole, setWhole] = useState(false)
  const id = useId()
  const isLong = isLongText(text)
  return (
    <>
      <p
        id={id}
        dir="auto"
        className={classNames(
          'w-fit overflow-clip [overflow-clip-margin:2px] [overflow-wrap:anywhere] whitespace-pre-wrap',
          isFewEmoji(text) && 'text-24',
          isLong && !isWhole && 'line-clamp-20',
        )}
      >
        <bdi>{splitLinks(text).map(toElement)}</bdi>
        {!isLong && children}
      </p>
      {isLong && (
        <div className="flex items-center">
          <Button
            kind="link"
            size="inline"
            // The timeline is one tab stop: Enter on a message moves the focus here.
            tabIndex={-1}
            aria-expanded={isWhole}
            aria-controls={id}
            onClick={() => setWhole(!isWhole)}
            className="touch:-ms-2"
          >
            {isWhole ? 'Show less' : 'Show more'}
          </Button>
          {children}
        </div>
      )}
    </>
  )
}

function toElement(part: ReturnType<typeof splitLinks>[number], index: number) {
  if (part.kind === 'text') return fewMarks(part.text)
  return (
    <a
      key={index}
      href={part.href}
      target="_blank"
      rel="noopener noreferrer nofollow ugc"
      // The timeline is one tab stop: Enter on a message goes to its links.
      tabIndex={-1}
      className="text-accent underline decoration-from-font underline-offset-3 hover:text-accent-strong"
    >
      <bdi>{fewMarks(part.text)}</bdi>
    </a>
  )
}
