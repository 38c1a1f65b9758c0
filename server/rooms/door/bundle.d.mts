export function buildDoor(root?: string): Promise<{ js: string; css: string }>
export function bundleDoor(folder: string): Promise<void>
