// Every operation of /api/v1 once: what it takes, what it gives, who reads it. The router and the published document are made
// from this table, so that neither knows one that the other does not.
import { z } from 'zod'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import * as c from './contract'
import { readBodies, readIssuedMinutes, readMeetings, readOneMeeting, readTopics } from './read'
import { readActionItems, readOneActionItem } from './read-action-items'
import { readFinds } from './read-finds'
import { readItemGroups } from './read-item-groups'

/** By the names they are published under. */
export const resources: Readonly<Record<Resource, z.ZodType>> = {
  Body: c.Body,
  Meeting: c.Meeting,
  MeetingDetail: c.MeetingDetail,
  ActionItem: c.ActionItem,
  ItemGroup: c.ItemGroup,
  Topic: c.Topic,
  IssuedMinutes: c.IssuedMinutes,
  Find: c.Find,
}
type Resource = 'Body' | 'Meeting' | 'MeetingDetail' | 'ActionItem' | 'ItemGroup' | 'Topic' | 'IssuedMinutes' | 'Find'

export type Operation = {
  /** Below /api/v1; {id} stands for one segment. */
  path: string
  id: string
  summary: string
  query: z.ZodObject
  gives: Resource
  isList: boolean
  /** What the answer is parsed by: the resource, or a page of them. Made once, since zod compiles it at its first use. */
  answers: z.ZodType
  /** @param query as `query` parsed it */
  run(db: Db, person: PersonActor, query: unknown, id: string, at: Date): Promise<unknown>
}

const list = <Q extends z.ZodObject>(
  path: string,
  id: string,
  summary: string,
  query: Q,
  gives: Resource,
  read: (db: Db, person: PersonActor, query: z.output<Q>, at: Date) => Promise<unknown>,
): Operation => ({
  path,
  id,
  summary,
  query,
  gives,
  isList: true,
  answers: z.object({ items: z.array(resources[gives]), next: z.string().nullable() }),
  run: (db, person, typed, _, at) => read(db, person, typed as z.output<Q>, at),
})
const one = (
  path: string,
  id: string,
  summary: string,
  gives: Resource,
  read: (db: Db, person: PersonActor, id: string) => Promise<unknown>,
): Operation => ({
  path,
  id,
  summary,
  query: z.strictObject({}),
  gives,
  isList: false,
  answers: resources[gives],
  run: (db, person, _, which) => read(db, person, which),
})

export const operations: readonly Operation[] = [
  list('/bodies', 'listBodies', 'Joint bodies', c.BodiesQuery, 'Body', readBodies),
  list('/meetings', 'listMeetings', 'Sittings, newest first', c.MeetingsQuery, 'Meeting', readMeetings),
  one('/meetings/{id}', 'getMeeting', 'One sitting with its agenda', 'MeetingDetail', readOneMeeting),
  list(
    '/action-items',
    'listActionItems',
    'Action items in the order of their last change',
    c.ActionItemsQuery,
    'ActionItem',
    readActionItems,
  ),
  list(
    '/action-item-groups',
    'listActionItemGroups',
    'How many action items are in which state, by unit, kind of unit or sitting',
    c.ItemGroupsQuery,
    'ItemGroup',
    readItemGroups,
  ),
  one('/action-items/{id}', 'getActionItem', 'One action item', 'ActionItem', readOneActionItem),
  list('/topics', 'listTopics', 'Topics, newest first', c.TopicsQuery, 'Topic', readTopics),
  list(
    '/minutes',
    'listIssuedMinutes',
    'Issued minutes, newest first',
    c.MinutesQuery,
    'IssuedMinutes',
    readIssuedMinutes,
  ),
  list(
    '/search',
    'search',
    'Where words stand: in topics, minutes, decisions, action items',
    c.FindsQuery,
    'Find',
    readFinds,
  ),
]
