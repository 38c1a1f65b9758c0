import { z } from 'zod'
import { ActionItemId, AgendaItemId, BodyId, FileId, MeetingId, TopicId } from '@/server/ids'

export const maxFileBytes = 50 * 1024 * 1024
export const defaultQuotaBytes = 20 * 1024 ** 3
export const uploadsPath = '/api/files/uploads'
export const fileHref = (id: string) => `/api/files/${id}`
export const previewHref = (id: string) => `/api/files/${id}/preview`
/** For somebody at a seat of that sitting: who asks is looked for there too. */
export const materialHref = (id: string, meetingId: string, isView: boolean) =>
  `${isView ? previewHref(id) : fileHref(id)}?sitting=${meetingId}`

/** What a file belongs to. */
export const FilePlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('body'), id: BodyId }),
  z.object({ kind: z.literal('topic'), id: TopicId }),
  z.object({ kind: z.literal('meeting'), id: MeetingId }),
  z.object({ kind: z.literal('agendaItem'), id: AgendaItemId }),
  z.object({ kind: z.literal('actionItem'), id: ActionItemId }),
])
export type FilePlace = z.infer<typeof FilePlace>

/** What the browser says of a file before it sends it (tus: Upload-Metadata). The name is cleaned, not refused. */
export const UploadMetadata = z
  .object({ name: z.string().max(2000), kind: z.string(), id: z.string() })
  .transform(({ name, kind, id }) => ({ name, place: { kind, id } }))
  .pipe(z.object({ name: z.string(), place: FilePlace }))

export const FileForm = z.object({ id: FileId })

export const QuotaForm = z.object({
  gigabytes: z.coerce.number('notANumber').int('notANumber').min(1, 'invalid').max(10_000, 'invalid'),
})

/** Media type → endings of a name, first the one it is given; `isView` where a browser may show it by itself. */
export const mediaTypes = {
  'image/jpeg': { endings: ['jpg', 'jpeg'], kind: 'image', isView: true },
  'image/png': { endings: ['png'], kind: 'image', isView: true },
  'image/webp': { endings: ['webp'], kind: 'image', isView: true },
  'image/heic': { endings: ['heic', 'heif'], kind: 'image', isView: false },
  'application/pdf': { endings: ['pdf'], kind: 'document', isView: false },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    endings: ['docx'],
    kind: 'document',
    isView: false,
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    endings: ['xlsx'],
    kind: 'sheet',
    isView: false,
  },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    endings: ['pptx'],
    kind: 'slides',
    isView: false,
  },
  'application/vnd.oasis.opendocument.text': { endings: ['odt'], kind: 'document', isView: false },
  'application/vnd.oasis.opendocument.spreadsheet': { endings: ['ods'], kind: 'sheet', isView: false },
  'application/vnd.oasis.opendocument.presentation': { endings: ['odp'], kind: 'slides', isView: false },
  'text/plain': { endings: ['txt', 'csv', 'md'], kind: 'document', isView: false },
} as const satisfies Record<string, { endings: readonly string[]; kind: FileKind; isView: boolean }>
export type MediaType = keyof typeof mediaTypes
export type FileKind = 'image' | 'document' | 'sheet' | 'slides'

export const isMediaType = (text: string | null): text is MediaType => text !== null && Object.hasOwn(mediaTypes, text)

/** For a file picker: what is worth choosing. */
export const pickable = Object.values(mediaTypes)
  .flatMap(({ endings }) => endings.map((ending) => `.${ending}`))
  .join(',')

export type FileView = {
  id: FileId
  name: string
  kind: FileKind
  bytes: number
  addedBy: string
  addedAt: Date
  mayRemove: boolean
  isView: boolean
}

/** What lies on the table of a sitting; `agendaItemId` null: of the sitting as a whole. */
export const MaterialList = z.array(
  z.object({
    id: FileId,
    name: z.string(),
    kind: z.enum(['image', 'document', 'sheet', 'slides']),
    bytes: z.number(),
    isView: z.boolean(),
    agendaItemId: AgendaItemId.nullable(),
  }),
)
export type Material = z.infer<typeof MaterialList>[number]
