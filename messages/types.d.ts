// Written by tests/support/check-messages.mjs --write. The zh-Hans files are the type of every message.
import type actionItems from './zh-Hans/action-items.json'
import type agenda from './zh-Hans/agenda.json'
import type apiTokens from './zh-Hans/api-tokens.json'
import type attendance from './zh-Hans/attendance.json'
import type audit from './zh-Hans/audit.json'
import type awaits from './zh-Hans/awaits.json'
import type bodies from './zh-Hans/bodies.json'
import type capability from './zh-Hans/capability.json'
import type chairing from './zh-Hans/chairing.json'
import type comments from './zh-Hans/comments.json'
import type common from './zh-Hans/common.json'
import type county from './zh-Hans/county.json'
import type demo from './zh-Hans/demo.json'
import type door from './zh-Hans/door.json'
import type duties from './zh-Hans/duties.json'
import type errors from './zh-Hans/errors.json'
import type fault from './zh-Hans/fault.json'
import type files from './zh-Hans/files.json'
import type followUp from './zh-Hans/follow-up.json'
import type guestPrivacy from './zh-Hans/guest-privacy.json'
import type holidays from './zh-Hans/holidays.json'
import type home from './zh-Hans/home.json'
import type identities from './zh-Hans/identities.json'
import type ledger from './zh-Hans/ledger.json'
import type ledgerImport from './zh-Hans/ledger-import.json'
import type lineTest from './zh-Hans/line-test.json'
import type mail from './zh-Hans/mail.json'
import type meetings from './zh-Hans/meetings.json'
import type minutes from './zh-Hans/minutes.json'
import type notices from './zh-Hans/notices.json'
import type notifications from './zh-Hans/notifications.json'
import type paper from './zh-Hans/paper.json'
import type people from './zh-Hans/people.json'
import type peopleImport from './zh-Hans/people-import.json'
import type primitives from './zh-Hans/primitives.json'
import type privacy from './zh-Hans/privacy.json'
import type proposals from './zh-Hans/proposals.json'
import type register from './zh-Hans/register.json'
import type reportLink from './zh-Hans/report-link.json'
import type reports from './zh-Hans/reports.json'
import type rooms from './zh-Hans/rooms.json'
import type search from './zh-Hans/search.json'
import type series from './zh-Hans/series.json'
import type settings from './zh-Hans/settings.json'
import type setup from './zh-Hans/setup.json'
import type shell from './zh-Hans/shell.json'
import type signIn from './zh-Hans/sign-in.json'
import type signing from './zh-Hans/signing.json'
import type topics from './zh-Hans/topics.json'
import type units from './zh-Hans/units.json'
import type votes from './zh-Hans/votes.json'
import type webhooks from './zh-Hans/webhooks.json'

export type Messages = {
  'action-items': typeof actionItems
  agenda: typeof agenda
  'api-tokens': typeof apiTokens
  attendance: typeof attendance
  audit: typeof audit
  awaits: typeof awaits
  bodies: typeof bodies
  capability: typeof capability
  chairing: typeof chairing
  comments: typeof comments
  common: typeof common
  county: typeof county
  demo: typeof demo
  door: typeof door
  duties: typeof duties
  errors: typeof errors
  fault: typeof fault
  files: typeof files
  'follow-up': typeof followUp
  'guest-privacy': typeof guestPrivacy
  holidays: typeof holidays
  home: typeof home
  identities: typeof identities
  ledger: typeof ledger
  'ledger-import': typeof ledgerImport
  'line-test': typeof lineTest
  mail: typeof mail
  meetings: typeof meetings
  minutes: typeof minutes
  notices: typeof notices
  notifications: typeof notifications
  paper: typeof paper
  people: typeof people
  'people-import': typeof peopleImport
  primitives: typeof primitives
  privacy: typeof privacy
  proposals: typeof proposals
  register: typeof register
  'report-link': typeof reportLink
  reports: typeof reports
  rooms: typeof rooms
  search: typeof search
  series: typeof series
  settings: typeof settings
  setup: typeof setup
  shell: typeof shell
  'sign-in': typeof signIn
  signing: typeof signing
  topics: typeof topics
  units: typeof units
  votes: typeof votes
  webhooks: typeof webhooks
}
