import { Button } from '@parley/ui'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const [isCopied, setCopied] = useState(false)

  async function copy() {
    // A page without https has no clipboard; the codes can be selected.
    await navigator.clipboard?.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => undefined,
    )
  }

  return (
    <div className="grid gap-4">
      <ul
        aria-label="Recovery codes"
        className="grid gap-x-4 gap-y-2 rounded-card border border-line bg-canvas p-4 font-mono text-14 whitespace-nowrap select-text pair:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex justify-end gap-2">
        <Button onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button kind="primary" onClick={onKept}>
          I have kept them
        </Button>
      </div>
    </div>
  )
}
