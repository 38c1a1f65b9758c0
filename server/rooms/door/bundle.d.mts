export function buildDoor(root?: string): Promise<Record<'js' | 'head' | 'css' | 'line' | 'room', string>>
export function bundleDoor(folder: string): Promise<void>
