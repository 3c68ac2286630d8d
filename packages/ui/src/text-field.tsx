'use client'
import { CircleAlert } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { classNames } from './class-names'

export type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string
  /** The error of the field, in words; read aloud when it appears. */
  error?: string | undefined
  /** More detail about the field, beside its label. */
  note?: ReactNode
}

export function TextField({ label, error, note, className, ...rest }: TextFieldProps) {
  const id = useId()
  const errorId = `${id}-error`
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-13 font-medium">
          {label}
        </label>
        {note && <span className="text-12 text-faint">{note}</span>}
      </div>
      <input
        id={id}
        type="text"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
        className={classNames(
          'h-11 w-full min-w-0 rounded-control border border-line-strong bg-raised px-3 text-15 transition-colors placeholder:text-faint focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger',
          className,
        )}
        {...rest}
      />
      <div id={errorId} role="alert" className="empty:hidden">
        {error && (
          <p className="flex animate-arrive items-start gap-1 pt-1 text-13 text-danger">
            <CircleAlert aria-hidden className="mt-[3px] size-3.5 shrink-0" />
            {error}
          </p>
        )}
      </div>
    </div>
  )
}
