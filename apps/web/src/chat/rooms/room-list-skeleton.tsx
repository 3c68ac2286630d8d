import { Skeleton } from '@parley/ui'

const WIDTHS = ['w-20', 'w-32', 'w-24', 'w-36']

export function RoomListSkeleton() {
  return (
    <div className="grid animate-late gap-5 px-2 pt-2">
      {WIDTHS.map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  )
}
