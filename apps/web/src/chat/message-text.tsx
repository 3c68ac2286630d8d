import { classNames } from '@parley/ui'
import type { ReactNode } from 'react'
import { isFewEmoji } from './few-emoji'
import { splitLinks } from './split-links'

/** What was written, as it was written: line breaks kept, addresses as links, each text in its own direction. */
export function MessageText({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <p
      dir="auto"
      className={classNames(
        'w-fit [overflow-wrap:anywhere] whitespace-pre-wrap',
        isFewEmoji(text) && 'text-24',
      )}
    >
      {splitLinks(text).map((part, i) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a
            key={i}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            // The log is one tab stop: Enter on a message goes to its links.
            tabIndex={-1}
            className="text-accent underline decoration-from-font underline-offset-3 hover:text-accent-strong"
          >
            {part.text}
          </a>
        ),
      )}
      {children}
    </p>
  )
}
