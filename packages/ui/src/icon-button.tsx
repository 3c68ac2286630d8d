import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './button'
import { Hint } from './hint'

export type IconButtonProps = Omit<ButtonProps, 'children' | 'size' | 'aria-label'> & {
  /** Its accessible name, and the hint that shows on hover and on focus. */
  label: string
  icon: ReactNode
}

export function IconButton({ label, icon, kind = 'quiet', ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <Button kind={kind} size="icon" aria-label={label} {...rest}>
        {icon}
      </Button>
    </Hint>
  )
}
