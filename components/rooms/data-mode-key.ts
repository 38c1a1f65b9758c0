/** Where this device keeps its data mode; apart from data-mode.ts, whose checks the page's first script need not carry. */
export const dataModeKey = 'lianxi.room.data'
