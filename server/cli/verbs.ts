// Every verb there is. One line each: a verb that is not here does not exist.
import type { Verb } from './verb'
import { adminReset } from './verbs/admin'
import { auditExport } from './verbs/audit'
import { demoLoad } from './verbs/demo'
import { doctor } from './verbs/doctor'
import { ledgerExport } from './verbs/ledger'
import { documentList, documentNew, documentRelease, documentShow } from './verbs/document'
import { minutesExport } from './verbs/minutes'
import { personToken } from './verbs/person'
import { seatToken } from './verbs/seat'
import { adminSetupCode } from './verbs/setup-code'
import { verify } from './verbs/verify'

export const verbs: readonly Verb[] = [
  doctor,
  verify,
  demoLoad,
  adminSetupCode,
  personToken,
  seatToken,
  documentList,
  documentShow,
  documentNew,
  documentRelease,
  adminReset,
  ledgerExport,
  minutesExport,
  auditExport,
]
