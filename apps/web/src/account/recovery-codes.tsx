import { Button } from '@parley/ui'
import { CopyButton } from './copy-button'

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
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
        <CopyButton text={codes.join('\n')} />
        <Button kind="primary" onClick={onKept}>
          I have kept them
        </Button>
      </div>
    </div>
  )
}
