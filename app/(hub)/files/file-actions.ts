import { removeFileAction, restoreFileAction } from './actions'

/** What every list of files may do. */
export const fileActions = { remove: removeFileAction, restore: restoreFileAction }
