import { useFormatter } from 'next-intl'

/** Bytes as people say them: at most one digit after the point. */
export function useSize(): (bytes: number) => string {
  const format = useFormatter()
  return (bytes) => {
    const [value, unit] =
      bytes < 1024 * 1024
        ? [Math.max(1, bytes / 1024), 'kilobyte']
        : bytes < 1024 ** 3
          ? [bytes / 1024 ** 2, 'megabyte']
          : [bytes / 1024 ** 3, 'gigabyte']
    const maximumFractionDigits = value < 10 && unit !== 'kilobyte' ? 1 : 0
    return format.number(value as number, {
      style: 'unit',
      unit: unit as string,
      unitDisplay: 'short',
      maximumFractionDigits,
    })
  }
}
