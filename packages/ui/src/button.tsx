import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap select-none transition-colors disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-on-accent hover:not-disabled:bg-accent-strong',
        outline: 'border border-line bg-raised text-ink hover:not-disabled:bg-hover',
        quiet:
          'text-muted hover:not-disabled:bg-hover hover:not-disabled:text-ink aria-expanded:bg-hover aria-expanded:text-ink',
        link: 'text-accent underline decoration-transparent underline-offset-3 hover:not-disabled:decoration-current',
        danger: 'text-danger hover:not-disabled:bg-danger-soft',
      },
      size: {
        inline: 'h-6 min-w-6 rounded-[3px] text-13 touch:min-h-11 touch:px-2',
        small: 'h-7 px-2 text-13 touch:h-11 touch:px-3',
        medium: 'h-9 px-3 text-14 touch:h-11',
        large: 'h-11 px-4 text-15',
        icon: 'size-8 touch:size-11',
      },
    },
    defaultVariants: { kind: 'outline', size: 'medium' },
  },
)

export type ButtonProps = ComponentProps<'button'> & VariantProps<typeof look>

export function Button({ kind, size, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={classNames(look({ kind, size }), className)} {...rest} />
}
