// Where the bytes lie: DATA_DIR/files/<county>/<first two letters>/<sha256>, and below .coming what is still arriving. Several
// nodes must see one folder (docs/decisions/012-files.md).
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runtime } from '@/server/env'
import type { CountyId, FileId } from '@/server/ids'

const root = () => join(runtime().dataDir, 'files')

export const comingFolder = (countyId: CountyId) => join(root(), countyId, '.coming')
export const comingPath = (countyId: CountyId, id: FileId) => join(comingFolder(countyId), id)

/** Of one county only: that another one holds the same bytes is nobody's business. */
export const keptPath = (countyId: CountyId, sha256: string) => join(root(), countyId, sha256.slice(0, 2), sha256)

/** For the owner of this process alone, like everything in DATA_DIR. */
export const makeFolder = (path: string) => mkdir(path, { recursive: true, mode: 0o700 })
