import { useTranslations } from 'next-intl'
import type { Part } from '@/server/duties/contract'

/** Lead is a filled square with its character, assisting an outlined one, none a point: shape and word, then colour. */
export function PartMark({ part }: { part: Part }) {
  const t = useTranslations('duties.marks')
  return (
    <span className={`part part-${part}`} aria-hidden="true">
      {part === 'none' ? '·' : t(part)}
    </span>
  )
}
