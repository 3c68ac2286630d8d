'use client'
import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from '../class-names'

const itemLook =
  'flex h-8 cursor-default items-center gap-2 rounded-control px-2 text-14 outline-none select-none data-highlighted:bg-hover touch:h-11 [&_svg]:size-4 [&_svg]:shrink-0'

/** A list of actions that opens from `trigger`. It starts open: it loads when the user opens it. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="start" className="z-50 outline-none">
          <Base.Popup className="min-w-48 rounded-card bg-raised p-1 shadow-float outline-none transition-[opacity,transform] data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({
  icon,
  children,
  onSelect,
}: {
  icon?: ReactNode
  children: ReactNode
  onSelect: () => void
}) {
  return (
    <Base.Item className={itemLook} onClick={onSelect}>
      {icon}
      {children}
    </Base.Item>
  )
}

export interface MenuChoice {
  value: string
  label: string
  icon?: ReactNode
}

/** A choice of one of several, with a label above. */
export function MenuChoices({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: string
  choices: readonly MenuChoice[]
  onChange: (value: string) => void
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next) => onChange(String(next))} aria-label={label}>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} closeOnClick={false} className={itemLook}>
          {choice.icon}
          <span className="flex-1">{choice.label}</span>
          <Base.RadioItemIndicator>
            <Check aria-hidden className="text-accent" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuLine() {
  return <Base.Separator className={classNames('mx-2 my-1 h-px bg-line')} />
}

/** Text at the end of a menu, without an action. */
export function MenuNote({ children }: { children: ReactNode }) {
  return (
    <p role="presentation" className="px-2 py-1 text-12 text-muted">
      {children}
    </p>
  )
}
