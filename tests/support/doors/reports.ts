// Reports on how a body's items stand: written by a press, changed, taken out.
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import { makeReport } from '@/server/reports/make-report'
import { about, link, shown, type Doors } from './door'
import type { Place } from './place'

const operator = { kind: 'operator' } as const
const key = () => crypto.randomUUID()
const toReports = ({ bodyId }: Place) => `/bodies/${bodyId}/report`
const make = ({ countyId, bodyId }: Place, db: Db) =>
  makeReport(db, operator, countyId, { bodyId, onceKey: key() }, clock.now())
const toReport = async (place: Place, db: Db) => `${toReports(place)}/${await make(place, db)}`

export const reporting: Doors = {
  pages: {
    '/bodies/[id]/report': shown('report.write', toReports, 'body'),
    '/bodies/[id]/report/[reportId]': shown('report.write', toReport, 'body'),
  },
  routes: {
    '/api/export/reports/[reportId]': link(
      'report.write',
      async (place, db) => `/api/export/reports/${await make(place, db)}?format=docx`,
    ),
  },
  actions: {
    makeReportAction: about('report.write', toReports, ({ bodyId }) => ({ bodyId, onceKey: key() })),
    editReportAction: about('report.write', toReport, async (place, db) => ({
      reportId: await make(place, db),
      version: '1',
      title: '关于督办事项办理情况的通报',
      number: '',
      addressee: '',
      overall: '已办结一件。',
      byUnit: '',
      bySitting: '',
      overdue: '',
      stopped: '',
      closing: '',
    })),
  },
}
