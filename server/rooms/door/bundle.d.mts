export function buildDoor(root?: string): Promise<{ js: string; css: string; line: string; room: string }>
export function bundleDoor(folder: string): Promise<void>
