export const locales: string[]
export function hantProblems(words: string): string[]
export function hansProblems(words: string): string[]
export function enProblems(words: string): string[]
export function checkMessages(
  tree: Record<string, Record<string, object>>,
  errorCodes?: readonly string[],
): { findings: string[]; counts: Record<string, number>; namespaces: string[] }
export function readTree(folder: string): Record<string, Record<string, object>>
export function readErrorCodes(file: string): string[]
