export function findCycles(root: string): { cycles: string[][]; files: number }
export function importsOf(file: string): string[]
export function resolve(root: string, from: string, specifier: string): string | null
