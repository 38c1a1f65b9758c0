export const mutants: { rule: string; file: string; find: string; put: string }[]
