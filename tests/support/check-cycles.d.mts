export function findCycles(root: string): { cycles: string[][]; files: number }
