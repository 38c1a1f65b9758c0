// Branded ids. The only way to get one is to parse a string: a meeting's id never passes for a person's.
import { z } from 'zod'

const id = <B extends string>() => z.uuid().brand<B>()

export const CountyId = id<'CountyId'>()
export type CountyId = z.infer<typeof CountyId>
export const PersonId = id<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>
export const SessionId = id<'SessionId'>()
export type SessionId = z.infer<typeof SessionId>
export const BodyId = id<'BodyId'>()
export type BodyId = z.infer<typeof BodyId>
export const UnitId = id<'UnitId'>()
export type UnitId = z.infer<typeof UnitId>
export const MembershipId = id<'MembershipId'>()
export type MembershipId = z.infer<typeof MembershipId>
export const DeputyId = id<'DeputyId'>()
export type DeputyId = z.infer<typeof DeputyId>
export const ProxyId = id<'ProxyId'>()
export type ProxyId = z.infer<typeof ProxyId>
export const PlaceId = id<'PlaceId'>()
export type PlaceId = z.infer<typeof PlaceId>
export const TopicId = id<'TopicId'>()
export type TopicId = z.infer<typeof TopicId>
export const TopicChangeId = id<'TopicChangeId'>()
export type TopicChangeId = z.infer<typeof TopicChangeId>
export const SeriesId = id<'SeriesId'>()
export type SeriesId = z.infer<typeof SeriesId>
export const MeetingId = id<'MeetingId'>()
export type MeetingId = z.infer<typeof MeetingId>
export const AgendaItemId = id<'AgendaItemId'>()
export type AgendaItemId = z.infer<typeof AgendaItemId>
export const SeatId = id<'SeatId'>()
export type SeatId = z.infer<typeof SeatId>
export const TurnId = id<'TurnId'>()
export type TurnId = z.infer<typeof TurnId>
export const QuestionId = id<'QuestionId'>()
export type QuestionId = z.infer<typeof QuestionId>
export const DeviceId = id<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>
export const DocumentId = id<'DocumentId'>()
export type DocumentId = z.infer<typeof DocumentId>
export const ActionItemId = id<'ActionItemId'>()
export type ActionItemId = z.infer<typeof ActionItemId>
export const DutyId = id<'DutyId'>()
export type DutyId = z.infer<typeof DutyId>
export const LedgerViewId = id<'LedgerViewId'>()
export type LedgerViewId = z.infer<typeof LedgerViewId>
export const LedgerImportId = id<'LedgerImportId'>()
export type LedgerImportId = z.infer<typeof LedgerImportId>
export const ImportBatchId = id<'ImportBatchId'>()
export type ImportBatchId = z.infer<typeof ImportBatchId>
export const DecisionId = id<'DecisionId'>()
export type DecisionId = z.infer<typeof DecisionId>
export const MessageId = id<'MessageId'>()
export type MessageId = z.infer<typeof MessageId>
export const AccessTokenId = id<'AccessTokenId'>()
export type AccessTokenId = z.infer<typeof AccessTokenId>
export const WebhookId = id<'WebhookId'>()
export type WebhookId = z.infer<typeof WebhookId>
export const ErasureId = id<'ErasureId'>()
export type ErasureId = z.infer<typeof ErasureId>
export const ExtensionId = id<'ExtensionId'>()
export type ExtensionId = z.infer<typeof ExtensionId>
export const ItemLinkId = id<'ItemLinkId'>()
export type ItemLinkId = z.infer<typeof ItemLinkId>
export const FileId = id<'FileId'>()
export type FileId = z.infer<typeof FileId>
export const VoteId = id<'VoteId'>()
export type VoteId = z.infer<typeof VoteId>
/** One entitled vote of an electorate. */
export const VotePlaceId = id<'VotePlaceId'>()
export type VotePlaceId = z.infer<typeof VotePlaceId>
/** A word in the margin of minutes. */
export const CommentId = id<'CommentId'>()
export type CommentId = z.infer<typeof CommentId>
/** A unit's answer to circulated minutes. */
export const AnswerId = id<'AnswerId'>()
export type AnswerId = z.infer<typeof AnswerId>

/** The id an atom carries inside a document's text. Chosen by a client, so untrusted: unique only within its document. */
export const LocalId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,40}$/)
  .brand<'LocalId'>()
export type LocalId = z.infer<typeof LocalId>
export const ReportId = id<'ReportId'>()
export type ReportId = z.infer<typeof ReportId>
