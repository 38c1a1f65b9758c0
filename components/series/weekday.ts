import { useFormatter } from 'next-intl'

/** ISO weekday (1 is Monday) → its name. */
export function useWeekday() {
  const format = useFormatter()
  // 4 January 2027 is a Monday.
  return (weekday: number) =>
    format.dateTime(new Date(Date.UTC(2027, 0, 3 + weekday)), { weekday: 'long', timeZone: 'UTC' })
}

const keys = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' } as const
export const nths = [1, 2, 3, 4, -1] as const
export const nthKey = (nth: number) => keys[nth as keyof typeof keys] ?? 'last'
