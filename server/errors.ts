// One table: an error's code, what HTTP, a socket and a person are told. Users never see error.message.

type Row = { http: number; close: number }

/** http: status of a page or API answer. close: WebSocket close code; 4400–4499 is final for stock y-websocket clients. */
export const errorTable = {
  not_signed_in: { http: 401, close: 4401 },
  wrong_credentials: { http: 401, close: 4401 },
  provider_unavailable: { http: 503, close: 1013 },
  provider_refused: { http: 403, close: 4401 },
  provider_expired: { http: 410, close: 4401 },
  identity_invalid: { http: 403, close: 4401 },
  identity_unverified: { http: 403, close: 4401 },
  identity_unknown: { http: 403, close: 4401 },
  identity_taken: { http: 409, close: 4403 },
  password_overdue: { http: 403, close: 4401 },
  not_allowed: { http: 403, close: 4403 },
  wrong_origin: { http: 403, close: 4403 },
  not_found: { http: 404, close: 4404 },
  invalid_input: { http: 422, close: 4422 },
  malformed: { http: 400, close: 4422 },
  too_large: { http: 413, close: 4413 },
  too_many_tries: { http: 429, close: 4529 },
  conflict: { http: 409, close: 4205 },
  link_cut: { http: 404, close: 4404 },
  link_unknown: { http: 404, close: 4404 },
  link_expired: { http: 410, close: 4404 },
  link_revoked: { http: 410, close: 4404 },
  link_used: { http: 410, close: 4404 },
  meeting_not_open: { http: 409, close: 4403 },
  meeting_over: { http: 410, close: 4404 },
  meeting_cancelled: { http: 410, close: 4404 },
  meeting_locked: { http: 423, close: 4403 },
  seat_waiting: { http: 403, close: 4403 },
  seat_refused: { http: 403, close: 4403 },
  seat_banned: { http: 403, close: 4403 },
  device_ended: { http: 403, close: 4403 },
  wrong_meeting: { http: 403, close: 4403 },
  setup_code_wrong: { http: 403, close: 4403 },
  setup_done: { http: 409, close: 4403 },
  demo_refused: { http: 409, close: 4403 },
  look_again: { http: 409, close: 4205 },
  text_not_final: { http: 409, close: 4403 },
  text_changed: { http: 409, close: 4205 },
  document_frozen: { http: 409, close: 4205 },
  meeting_running: { http: 409, close: 4403 },
  objections_open: { http: 409, close: 4403 },
  document_quarantined: { http: 503, close: 4523 },
  file_too_large: { http: 413, close: 4413 },
  file_empty: { http: 422, close: 4422 },
  file_refused: { http: 415, close: 4422 },
  file_unreadable: { http: 422, close: 4422 },
  quota_full: { http: 507, close: 4413 },
  disk_full: { http: 507, close: 1013 },
  consent_needed: { http: 403, close: 4403 },
  id_number: { http: 422, close: 4422 },
  child_name: { http: 409, close: 4422 },
  last_of_role: { http: 409, close: 4403 },
  vote_open: { http: 409, close: 4403 },
  vote_closed: { http: 409, close: 4403 },
  vote_cast: { http: 409, close: 4403 },
  vote_lost: { http: 409, close: 4403 },
  video_unavailable: { http: 503, close: 1013 },
  unavailable: { http: 503, close: 1013 },
  internal: { http: 500, close: 1011 },
} as const satisfies Record<string, Row>

export type ErrorCode = keyof typeof errorTable
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorTable, code)

/** A refusal or a fault with a code that a person's language has a sentence for (messages: `errors.<code>`). */
export class AppError extends Error {
  /** All that Next lets through to error.tsx in production: the code travels in it. */
  readonly digest: string
  constructor(
    readonly code: ErrorCode,
    /** Which fields are wrong, by name → message key below `errors.fields`. Only with invalid_input. */
    readonly fields: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(code, options)
    this.name = 'AppError'
    this.digest = `app:${code}`
  }
}

/** Anything thrown, as an AppError; what we did not expect becomes `internal` with its cause kept for the log. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', {}, { cause: error })
}

/** Closes a switch over a union: a new member that nobody handles does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`)
}
