/** With an empty origin a path, to be completed with the page's own address. */
export const joinLink = (origin: string, code: string) => `${origin}/join/${code}`
