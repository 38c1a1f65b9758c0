var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// server/clock.ts
var offsetMs = 0;
var clock = { now: () => new Date(Date.now() + offsetMs) };

// server/errors.ts
var errorTable = {
  not_signed_in: { http: 401, close: 4401 },
  wrong_credentials: { http: 401, close: 4401 },
  not_allowed: { http: 403, close: 4403 },
  wrong_origin: { http: 403, close: 4403 },
  not_found: { http: 404, close: 4404 },
  invalid_input: { http: 422, close: 4422 },
  malformed: { http: 400, close: 4422 },
  too_large: { http: 413, close: 4413 },
  too_many_tries: { http: 429, close: 4529 },
  conflict: { http: 409, close: 4205 },
  link_unknown: { http: 404, close: 4404 },
  link_expired: { http: 410, close: 4404 },
  link_revoked: { http: 410, close: 4404 },
  link_used: { http: 410, close: 4404 },
  meeting_not_open: { http: 409, close: 4403 },
  meeting_over: { http: 410, close: 4404 },
  meeting_locked: { http: 423, close: 4403 },
  seat_waiting: { http: 403, close: 4403 },
  seat_refused: { http: 403, close: 4403 },
  seat_banned: { http: 403, close: 4403 },
  device_ended: { http: 403, close: 4403 },
  wrong_meeting: { http: 403, close: 4403 },
  setup_code_wrong: { http: 403, close: 4403 },
  setup_done: { http: 409, close: 4403 },
  demo_refused: { http: 409, close: 4403 },
  document_frozen: { http: 409, close: 4205 },
  document_quarantined: { http: 503, close: 4523 },
  video_unavailable: { http: 503, close: 1013 },
  unavailable: { http: 503, close: 1013 },
  internal: { http: 500, close: 1011 }
};
var AppError = class extends Error {
  constructor(code, fields = {}, options) {
    super(code, options);
    this.code = code;
    this.fields = fields;
    this.name = "AppError";
    this.digest = `app:${code}`;
  }
  code;
  fields;
  /** All that Next lets through to error.tsx in production: the code travels in it. */
  digest;
};
function toAppError(error) {
  return error instanceof AppError ? error : new AppError("internal", {}, { cause: error });
}
function assertNever(value) {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}

// server/log.ts
import pino from "pino";
var asked = process.env.LOG_LEVEL || "warn";
var log = pino(
  {
    level: asked === "silent" || asked in pino.levels.values ? asked : "warn",
    base: void 0,
    redact: ["password", "secret", "token", "cookie", "authorization", "*.password", "*.secret", "*.token"]
  },
  pino.destination(2)
);

// server/minutes/load.ts
import { createHash } from "node:crypto";
import { sql as raw } from "drizzle-orm";
import * as Y2 from "yjs";

// server/minutes/update-bytes.ts
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
var maxClock = 2 ** 31;
function readUpdate(update) {
  const { structs: decoded, ds } = Y.decodeUpdate(update);
  const structs = /* @__PURE__ */ new Map();
  for (const struct of decoded) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock: clock2 } = struct.id;
    if (clock2 + struct.length >= maxClock) throw new Error("clock out of bounds");
    if (struct instanceof Y.Item && leansOnItself(struct)) throw new Error("an item before itself");
    const ranges = structs.get(client);
    const last = ranges?.[ranges.length - 1];
    if (last && last.clock + last.len === clock2) last.len += struct.length;
    else if (ranges) ranges.push({ clock: clock2, len: struct.length });
    else structs.set(client, [{ clock: clock2, len: struct.length }]);
  }
  const deletes = ds.clients;
  for (const ranges of deletes.values()) {
    for (const { clock: clock2, len } of ranges) {
      if (len === 0 || clock2 + len >= maxClock) throw new Error("deletion out of bounds");
    }
  }
  return { structs, deletes };
}
var leansOnItself = ({ id: id2, origin, rightOrigin, parent }) => isNotBefore(origin, id2) || isNotBefore(rightOrigin, id2) || isNotBefore(parent, id2);
var isNotBefore = (at2, { client, clock: clock2 }) => at2 instanceof Y.ID && at2.client === client && at2.clock >= clock2;
var bringsNothing = ({ structs, deletes }) => structs.size === 0 && deletes.size === 0;
var Ranges = class {
  starts = [];
  ends = [];
  add(start, end) {
    if (start >= end) return;
    const from = this.firstEndingAt(start);
    let to = from;
    while (to < this.starts.length && this.starts[to] <= end) {
      start = Math.min(start, this.starts[to]);
      end = Math.max(end, this.ends[to]);
      to++;
    }
    this.starts.splice(from, to - from, start);
    this.ends.splice(from, to - from, end);
  }
  has(start, end) {
    const i = this.firstEndingAt(start + 1);
    return i < this.starts.length && this.starts[i] <= start && this.ends[i] >= end;
  }
  /** The end of the range that covers or touches `at`, else `at`. */
  reach(at2) {
    const i = this.firstEndingAt(at2);
    return i < this.starts.length && this.starts[i] <= at2 ? this.ends[i] : at2;
  }
  get last() {
    return this.ends[this.ends.length - 1] ?? 0;
  }
  /** Index of the first range whose end is at or after `at`. */
  firstEndingAt(at2) {
    let [low, high] = [0, this.ends.length];
    while (low < high) {
      const middle = low + high >>> 1;
      if (this.ends[middle] < at2) low = middle + 1;
      else high = middle;
    }
    return low;
  }
};
var Known = class {
  clocks = /* @__PURE__ */ new Map();
  islands = /* @__PURE__ */ new Map();
  deleted = /* @__PURE__ */ new Map();
  /** The delete set of the snapshot is read when the first deletion is asked about. */
  unreadDeletes = null;
  /** Starts from a snapshot's vector. `deletes` is called at most once, lazily. */
  seed(vector, deletes) {
    for (const [client, clock2] of vector) this.clocks.set(client, clock2);
    this.unreadDeletes = deletes;
  }
  covers({ structs, deletes }) {
    for (const [client, ranges] of structs) {
      const clock2 = this.clocks.get(client) ?? 0;
      for (const range of ranges) if (range.clock + range.len > clock2) return false;
    }
    if (deletes.size === 0) return true;
    this.readDeletes();
    for (const [client, ranges] of deletes) {
      const known = this.deleted.get(client);
      for (const { clock: clock2, len } of ranges) if (!known?.has(clock2, clock2 + len)) return false;
    }
    return true;
  }
  add({ structs, deletes }) {
    for (const [client, ranges] of structs) for (const range of ranges) this.addStruct(client, range);
    if (deletes.size === 0) return;
    this.readDeletes();
    for (const [client, ranges] of deletes) this.addDeletes(client, ranges);
  }
  /** Whether something lies beyond a gap: a client owes us an update that came before. */
  get hasGap() {
    return this.islands.size > 0;
  }
  vector() {
    return encodeVector(this.clocks);
  }
  addStruct(client, { clock: clock2, len }) {
    const known = this.clocks.get(client) ?? 0;
    const end = clock2 + len;
    if (clock2 > known) {
      const islands2 = this.islands.get(client) ?? new Ranges();
      islands2.add(clock2, end);
      this.islands.set(client, islands2);
      return;
    }
    if (end <= known) return;
    const islands = this.islands.get(client);
    if (!islands) {
      this.clocks.set(client, end);
      return;
    }
    islands.add(0, end);
    this.clocks.set(client, islands.reach(0));
    if (islands.reach(0) >= islands.last) this.islands.delete(client);
  }
  addDeletes(client, ranges) {
    const known = this.deleted.get(client) ?? new Ranges();
    for (const { clock: clock2, len } of ranges) known.add(clock2, clock2 + len);
    this.deleted.set(client, known);
  }
  readDeletes() {
    const read = this.unreadDeletes;
    if (!read) return;
    this.unreadDeletes = null;
    for (const [client, ranges] of read()) this.addDeletes(client, ranges);
  }
};
function encodeVector(clocks) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, clocks.size);
  for (const [client, clock2] of clocks) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock2);
  }
  return encoding.toUint8Array(encoder);
}
function readDeleteSet(update, at2) {
  const decoder = decoding.createDecoder(update.subarray(at2));
  const deletes = /* @__PURE__ */ new Map();
  const clients = decoding.readVarUint(decoder);
  for (let i = 0; i < clients; i++) {
    const client = decoding.readVarUint(decoder);
    const count = decoding.readVarUint(decoder);
    const ranges = [];
    for (let k = 0; k < count; k++)
      ranges.push({ clock: decoding.readVarUint(decoder), len: decoding.readVarUint(decoder) });
    deletes.set(client, ranges);
  }
  if (decoding.hasContent(decoder)) throw new Error("bytes after the delete set");
  return deletes;
}
function findDeleteSet(update) {
  const { ds } = Y.decodeUpdate(update);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, ds.clients.size);
  for (const [client, ranges] of ds.clients) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const { clock: clock2, len } of ranges) {
      encoding.writeVarUint(encoder, clock2);
      encoding.writeVarUint(encoder, len);
    }
  }
  return update.length - encoding.length(encoder);
}
function deletesOnly(update, at2) {
  const bytes = new Uint8Array(1 + update.length - at2);
  bytes.set(update.subarray(at2), 1);
  return bytes;
}
function packUpdates(updates) {
  const encoder = encoding.createEncoder();
  for (const update of updates) encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}
function unpackUpdates(row) {
  const decoder = decoding.createDecoder(row);
  const updates = [];
  try {
    while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder));
    return { updates, isDamaged: false };
  } catch {
    return { updates, isDamaged: true };
  }
}

// server/minutes/load.ts
async function loadBytes(db, documentId, after = null) {
  const lines = await db.execute(raw`
    with d as (select * from documents where id = ${documentId})
    select 'document' as part, d.county_id as "countyId", d.head, d.epoch, d.frozen_at is not null as "isFrozen",
      d.quarantined_at is not null as "isQuarantined", d.snapshot_seq as seq, null::bytea as data, null::bytea as vector,
      null::int as "deletesAt", null::text as sha256, null::uuid as "senderId" from d
    union all
    select 'snapshot', d.county_id, d.head, d.epoch, false, false, s.seq, s.data, s.vector, s.deletes_at, s.sha256, null
      from d join document_snapshots s on s.county_id = d.county_id and s.document_id = d.id and s.seq = d.snapshot_seq
      where ${after}::bigint is null
    union all
    select 'row', d.county_id, d.head, d.epoch, false, false, u.seq, u.data, null, null, null, u.sender_id
      from d join document_updates u on u.county_id = d.county_id and u.document_id = d.id
        and u.seq > coalesce(${after}::bigint, d.snapshot_seq)
    order by part, seq`);
  const header = lines.find((line2) => line2.part === "document");
  if (!header) return null;
  const snapshot = lines.find((line2) => line2.part === "snapshot");
  if (after === null && Number(header.seq) > 0 && !(snapshot && isIntact(snapshot))) {
    log.error({ documentId, seq: Number(header.seq) }, "minutes: the snapshot is damaged; read from the rows instead");
    return loadBytes(db, documentId, 0);
  }
  const rows = lines.filter((line2) => line2.part === "row").map(readRow);
  return {
    countyId: header.countyId,
    head: Number(header.head),
    epoch: header.epoch,
    isFrozen: header.isFrozen,
    isQuarantined: header.isQuarantined,
    // Sequences are dense, and no row is ever taken away while the document lives.
    missing: Number(header.head) - (after ?? Number(header.seq)) - rows.length,
    snapshot: snapshot ? {
      seq: Number(snapshot.seq),
      data: snapshot.data,
      vector: snapshot.vector,
      deletesAt: snapshot.deletesAt
    } : null,
    rows
  };
}
var isIntact = ({ data, sha256 }) => createHash("sha256").update(data).digest("hex") === sha256;
function readRow({ seq, senderId, data }) {
  const { updates, isDamaged } = unpackUpdates(data);
  return { seq: Number(seq), senderId, updates, isDamaged };
}
function buildDoc(stored) {
  const doc = new Y2.Doc();
  const poisoned = [];
  if (stored.snapshot) Y2.applyUpdate(doc, stored.snapshot.data);
  for (const row of stored.rows) {
    if (row.isDamaged) poisoned.push(row.seq);
    for (const update of row.updates) {
      try {
        Y2.applyUpdate(doc, update);
      } catch {
        poisoned.push(row.seq);
      }
    }
  }
  return { doc, poisoned };
}

// server/minutes/quarantine.ts
import { and, eq, isNotNull, isNull, lt, sql as raw3 } from "drizzle-orm";

// db/schema/minutes.ts
var minutes_exports = {};
__export(minutes_exports, {
  decisions: () => decisions,
  documentSnapshots: () => documentSnapshots,
  documentUpdates: () => documentUpdates,
  documents: () => documents
});
import { sql as sql6 } from "drizzle-orm";
import { check as check6, foreignKey as foreignKey5, index as index5, integer as integer4, pgTable as pgTable6, primaryKey as primaryKey5, text as text7, uniqueIndex as uniqueIndex4, uuid as uuid7 } from "drizzle-orm/pg-core";

// db/columns.ts
import { bigint, customType, integer, text, timestamp, uuid } from "drizzle-orm/pg-core";
var bytea = customType({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength)
});
var countyId = () => uuid("county_id").$type().notNull();
var at = (name) => timestamp(name, { withTimezone: true, mode: "date" });
var big = (name) => bigint(name, { mode: "number" });
var ref = (name) => uuid(name).$type();

// db/schema/counties.ts
var counties_exports = {};
__export(counties_exports, {
  counties: () => counties,
  rateLimits: () => rateLimits,
  setupCodes: () => setupCodes
});
import { sql } from "drizzle-orm";
import { boolean, check, integer as integer2, pgTable, text as text2, timestamp as timestamp2, uuid as uuid2 } from "drizzle-orm/pg-core";
var counties = pgTable(
  "counties",
  {
    id: uuid2("id").$type().primaryKey(),
    name: text2("name").notNull(),
    level: text2("level").$type().notNull().default("county"),
    /** Six-digit division code (GB/T 2260), where known. */
    divisionCode: text2("division_code"),
    timeZone: text2("time_zone").notNull(),
    locale: text2("locale").$type().notNull(),
    isDemo: boolean("is_demo").notNull().default(false),
    createdAt: timestamp2("created_at", { withTimezone: true }).notNull()
  },
  (t) => [
    check("counties_level", sql`${t.level} in ('county','prefecture','province')`),
    check("counties_locale", sql`${t.locale} in ('zh-Hans','zh-Hant','en')`),
    check("counties_name", sql`char_length(${t.name}) between 1 and 120`)
  ]
);
var setupCodes = pgTable("setup_codes", {
  id: uuid2("id").primaryKey(),
  codeHash: text2("code_hash").notNull(),
  createdAt: timestamp2("created_at", { withTimezone: true }).notNull(),
  expiresAt: timestamp2("expires_at", { withTimezone: true }).notNull(),
  tries: integer2("tries").notNull().default(0),
  usedAt: timestamp2("used_at", { withTimezone: true })
});
var rateLimits = pgTable("rate_limits", {
  key: text2("key").primaryKey(),
  windowStart: timestamp2("window_start", { withTimezone: true }).notNull(),
  count: integer2("count").notNull()
});

// db/schema/meetings.ts
var meetings_exports = {};
__export(meetings_exports, {
  agendaItems: () => agendaItems,
  meetings: () => meetings
});
import { sql as sql5 } from "drizzle-orm";
import {
  boolean as boolean3,
  check as check5,
  foreignKey as foreignKey4,
  index as index4,
  integer as integer3,
  pgTable as pgTable5,
  primaryKey as primaryKey4,
  text as text6,
  uniqueIndex as uniqueIndex3,
  uuid as uuid6
} from "drizzle-orm/pg-core";

// db/schema/bodies.ts
var bodies_exports = {};
__export(bodies_exports, {
  bodies: () => bodies,
  bodyUnits: () => bodyUnits,
  memberships: () => memberships,
  series: () => series,
  units: () => units
});
import { sql as sql3 } from "drizzle-orm";
import {
  boolean as boolean2,
  check as check3,
  date,
  foreignKey as foreignKey2,
  index as index2,
  pgTable as pgTable3,
  primaryKey as primaryKey2,
  text as text4,
  uniqueIndex as uniqueIndex2,
  uuid as uuid4
} from "drizzle-orm/pg-core";

// db/schema/people.ts
var people_exports = {};
__export(people_exports, {
  accessTokens: () => accessTokens,
  accountLinks: () => accountLinks,
  people: () => people,
  sessions: () => sessions
});
import { sql as sql2 } from "drizzle-orm";
import { check as check2, foreignKey, index, pgTable as pgTable2, primaryKey, text as text3, uniqueIndex, uuid as uuid3 } from "drizzle-orm/pg-core";
var people = pgTable2(
  "people",
  {
    countyId: countyId().references(() => counties.id),
    id: uuid3("id").$type().notNull(),
    name: text3("name").notNull(),
    /** Lower case; a person signs in by any of the three. */
    userName: text3("user_name"),
    email: text3("email"),
    phone: text3("phone"),
    /** argon2id in PHC form; null until the invitation is taken up. */
    passwordHash: text3("password_hash"),
    /** Administrator roles are three separate ones (DECISIONS: none can do another's job). */
    adminRoles: text3("admin_roles").array().$type().notNull().default([]),
    createdAt: at("created_at").notNull(),
    disabledAt: at("disabled_at")
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex("people_user_name").on(t.countyId, t.userName),
    uniqueIndex("people_email").on(t.countyId, t.email),
    uniqueIndex("people_phone").on(t.countyId, t.phone),
    check2("people_name", sql2`char_length(${t.name}) between 1 and 80`)
  ]
);
var sessions = pgTable2(
  "sessions",
  {
    countyId: countyId(),
    id: uuid3("id").$type().notNull(),
    personId: ref("person_id").notNull(),
    createdAt: at("created_at").notNull(),
    lastSeenAt: at("last_seen_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    endedAt: at("ended_at"),
    userAgent: text3("user_agent").notNull().default("")
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    index("sessions_person").on(t.countyId, t.personId)
  ]
);
var accountLinks = pgTable2(
  "account_links",
  {
    countyId: countyId(),
    id: uuid3("id").notNull(),
    personId: ref("person_id").notNull(),
    purpose: text3("purpose").$type().notNull(),
    secretHash: text3("secret_hash").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    revokedAt: at("revoked_at")
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex("account_links_secret").on(t.secretHash),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check2("account_links_purpose", sql2`${t.purpose} in ('invitation','sign-in','reset')`)
  ]
);
var accessTokens = pgTable2(
  "access_tokens",
  {
    countyId: countyId(),
    id: uuid3("id").$type().notNull(),
    personId: ref("person_id"),
    seatId: ref("seat_id"),
    secretHash: text3("secret_hash").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at")
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex("access_tokens_secret").on(t.secretHash),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    check2("access_tokens_one_holder", sql2`(${t.personId} is null) <> (${t.seatId} is null)`)
  ]
);

// db/schema/bodies.ts
var bodies = pgTable3(
  "bodies",
  {
    countyId: countyId().references(() => counties.id),
    id: uuid4("id").$type().notNull(),
    name: text4("name").notNull(),
    level: text4("level").$type().notNull(),
    charter: text4("charter").notNull().default(""),
    establishedOn: date("established_on", { mode: "string" }),
    createdAt: at("created_at").notNull()
  },
  (t) => [
    primaryKey2({ columns: [t.countyId, t.id] }),
    check3("bodies_level", sql3`${t.level} in ('county','school')`),
    check3("bodies_name", sql3`char_length(${t.name}) between 1 and 120`)
  ]
);
var units = pgTable3(
  "units",
  {
    countyId: countyId().references(() => counties.id),
    id: uuid4("id").$type().notNull(),
    name: text4("name").notNull(),
    kind: text4("kind").$type().notNull(),
    createdAt: at("created_at").notNull()
  },
  (t) => [
    primaryKey2({ columns: [t.countyId, t.id] }),
    check3("units_kind", sql3`${t.kind} in ('government','department','school','family','society')`),
    check3("units_name", sql3`char_length(${t.name}) between 1 and 120`)
  ]
);
var bodyUnits = pgTable3(
  "body_units",
  {
    countyId: countyId(),
    bodyId: ref("body_id").notNull(),
    unitId: ref("unit_id").notNull(),
    /** The lead unit of the body issues its minutes. */
    isLead: boolean2("is_lead").notNull().default(false)
  },
  (t) => [
    primaryKey2({ columns: [t.countyId, t.bodyId, t.unitId] }),
    foreignKey2({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey2({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    uniqueIndex2("body_units_one_lead").on(t.countyId, t.bodyId).where(sql3`${t.isLead}`)
  ]
);
var memberships = pgTable3(
  "memberships",
  {
    countyId: countyId(),
    id: uuid4("id").$type().notNull(),
    bodyId: ref("body_id").notNull(),
    unitId: ref("unit_id").notNull(),
    personId: ref("person_id").notNull(),
    office: text4("office").$type().notNull(),
    fromOn: date("from_on", { mode: "string" }).notNull(),
    /** Last day of the term, inclusive; null while open-ended. */
    untilOn: date("until_on", { mode: "string" })
  },
  (t) => [
    primaryKey2({ columns: [t.countyId, t.id] }),
    foreignKey2({
      columns: [t.countyId, t.bodyId, t.unitId],
      foreignColumns: [bodyUnits.countyId, bodyUnits.bodyId, bodyUnits.unitId]
    }),
    foreignKey2({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    index2("memberships_person").on(t.countyId, t.personId),
    check3(
      "memberships_office",
      sql3`${t.office} in ('convenor','deputy-convenor','member','liaison','secretary','observer')`
    )
  ]
);
var series = pgTable3(
  "series",
  {
    countyId: countyId(),
    id: uuid4("id").$type().notNull(),
    bodyId: ref("body_id").notNull(),
    kind: text4("kind").$type().notNull(),
    name: text4("name").notNull()
  },
  (t) => [
    primaryKey2({ columns: [t.countyId, t.id] }),
    foreignKey2({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    check3(
      "series_kind",
      sql3`${t.kind} in ('joint','liaison','coordination','parents-assembly','parents-committee','exchange','working-group')`
    )
  ]
);

// db/schema/topics.ts
var topics_exports = {};
__export(topics_exports, {
  topics: () => topics
});
import { sql as sql4 } from "drizzle-orm";
import { check as check4, foreignKey as foreignKey3, index as index3, pgTable as pgTable4, primaryKey as primaryKey3, text as text5, uuid as uuid5 } from "drizzle-orm/pg-core";
var topics = pgTable4(
  "topics",
  {
    countyId: countyId(),
    id: uuid5("id").$type().notNull(),
    bodyId: ref("body_id").notNull(),
    proposedByUnitId: ref("proposed_by_unit_id"),
    title: text5("title").notNull(),
    problem: text5("problem").notNull().default(""),
    facts: text5("facts").notNull().default(""),
    wish: text5("wish").notNull().default(""),
    state: text5("state").$type().notNull().default("proposed"),
    /** Must be given while parked: its proposer sees it. */
    parkedReason: text5("parked_reason"),
    createdAt: at("created_at").notNull()
  },
  (t) => [
    primaryKey3({ columns: [t.countyId, t.id] }),
    foreignKey3({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey3({ columns: [t.countyId, t.proposedByUnitId], foreignColumns: [units.countyId, units.id] }),
    index3("topics_body").on(t.countyId, t.bodyId, t.state),
    check4("topics_state", sql4`${t.state} in ('proposed','accepted','scheduled','discussed','resolved','parked')`),
    check4("topics_title", sql4`char_length(${t.title}) between 1 and 200`),
    check4("topics_parked_reason", sql4`${t.state} <> 'parked' or ${t.parkedReason} is not null`)
  ]
);

// db/schema/meetings.ts
var meetings = pgTable5(
  "meetings",
  {
    countyId: countyId(),
    id: uuid6("id").$type().notNull(),
    bodyId: ref("body_id").notNull(),
    seriesId: ref("series_id").notNull(),
    title: text6("title").notNull(),
    /** 第×期, counted per body. */
    issueNumber: integer3("issue_number").notNull(),
    place: text6("place").notNull().default(""),
    startsAt: at("starts_at").notNull(),
    endsAt: at("ends_at").notNull(),
    state: text6("state").$type().notNull().default("planned"),
    openedAt: at("opened_at"),
    endedAt: at("ended_at"),
    /** /join/<code>: for anybody, always waits. Lower-case letters and digits without look-alikes. */
    joinCode: text6("join_code").notNull(),
    isLocked: boolean3("is_locked").notNull().default(false),
    currentAgendaItemId: ref("current_agenda_item_id"),
    /** Who has the floor, since when. */
    floorSeatId: ref("floor_seat_id"),
    floorSince: at("floor_since"),
    /** Dense per room: bumped under this row's lock by every room command, sent with every signal (DECISIONS 29). */
    signalSeq: big("signal_seq").notNull().default(0),
    createdAt: at("created_at").notNull()
  },
  (t) => [
    primaryKey4({ columns: [t.countyId, t.id] }),
    foreignKey4({ columns: [t.countyId, t.bodyId], foreignColumns: [bodies.countyId, bodies.id] }),
    foreignKey4({ columns: [t.countyId, t.seriesId], foreignColumns: [series.countyId, series.id] }),
    uniqueIndex3("meetings_join_code").on(t.joinCode),
    uniqueIndex3("meetings_issue_number").on(t.countyId, t.bodyId, t.seriesId, t.issueNumber),
    index4("meetings_when").on(t.countyId, t.startsAt),
    check5("meetings_state", sql5`${t.state} in ('planned','live','ended')`),
    check5("meetings_title", sql5`char_length(${t.title}) between 1 and 200`),
    check5("meetings_order", sql5`${t.startsAt} < ${t.endsAt}`)
  ]
);
var agendaItems = pgTable5(
  "agenda_items",
  {
    countyId: countyId(),
    id: uuid6("id").$type().notNull(),
    meetingId: ref("meeting_id").notNull(),
    topicId: ref("topic_id"),
    /** 1, 2, 3 … without gaps. */
    position: integer3("position").notNull(),
    title: text6("title").notNull(),
    presenterUnitId: ref("presenter_unit_id"),
    minutesPlanned: integer3("minutes_planned").notNull(),
    startedAt: at("started_at"),
    endedAt: at("ended_at")
  },
  (t) => [
    primaryKey4({ columns: [t.countyId, t.id] }),
    foreignKey4({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey4({ columns: [t.countyId, t.topicId], foreignColumns: [topics.countyId, topics.id] }),
    foreignKey4({ columns: [t.countyId, t.presenterUnitId], foreignColumns: [units.countyId, units.id] }),
    uniqueIndex3("agenda_items_position").on(t.countyId, t.meetingId, t.position),
    check5("agenda_items_title", sql5`char_length(${t.title}) between 1 and 200`),
    check5("agenda_items_minutes", sql5`${t.minutesPlanned} between 0 and 600`)
  ]
);

// db/schema/minutes.ts
var documents = pgTable6(
  "documents",
  {
    countyId: countyId().references(() => counties.id),
    id: uuid7("id").$type().notNull(),
    kind: text7("kind").$type().notNull(),
    meetingId: ref("meeting_id"),
    title: text7("title").notNull(),
    /** Sequence of the newest durable update; dense per document. */
    head: big("head").notNull().default(0),
    /** The newest snapshot stands for every update up to here. */
    snapshotSeq: big("snapshot_seq").notNull().default(0),
    /** Records and search text were projected up to here. */
    settledSeq: big("settled_seq").notNull().default(0),
    /** Plain text for search and reading without an editor; written by settle. */
    plainText: text7("plain_text").notNull().default(""),
    frozenAt: at("frozen_at"),
    /** Raised when frozen or restored: clients of an older epoch start afresh. */
    epoch: integer4("epoch").notNull().default(1),
    quarantinedAt: at("quarantined_at"),
    createdAt: at("created_at").notNull()
  },
  (t) => [
    primaryKey5({ columns: [t.countyId, t.id] }),
    // Sockets name a document by its id alone; the county is read from the row, then access is asked.
    uniqueIndex4("documents_id").on(t.id),
    uniqueIndex4("documents_meeting").on(t.countyId, t.meetingId),
    foreignKey5({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    index5("documents_unsettled").on(t.id).where(sql6`${t.settledSeq} < ${t.head}`),
    check6(
      "documents_kind",
      sql6`${t.kind} in ('minutes','free') and ((${t.kind} = 'minutes') = (${t.meetingId} is not null))`
    )
  ]
);
var documentUpdates = pgTable6(
  "document_updates",
  {
    countyId: countyId(),
    documentId: ref("document_id").notNull(),
    seq: big("seq").notNull(),
    data: bytea("data").notNull(),
    /** Who sent it: a person or a seat; null for the server itself. */
    senderId: uuid7("sender_id"),
    at: at("at").notNull()
  },
  (t) => [
    primaryKey5({ columns: [t.countyId, t.documentId, t.seq] }),
    foreignKey5({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] })
  ]
);
var documentSnapshots = pgTable6(
  "document_snapshots",
  {
    countyId: countyId(),
    documentId: ref("document_id").notNull(),
    seq: big("seq").notNull(),
    data: bytea("data").notNull(),
    sha256: text7("sha256").notNull(),
    /** State vector of `data`, and where its delete set begins: computing them anew costs milliseconds at every join. */
    vector: bytea("vector").notNull(),
    deletesAt: integer4("deletes_at").notNull(),
    at: at("at").notNull()
  },
  (t) => [
    primaryKey5({ columns: [t.countyId, t.documentId, t.seq] }),
    foreignKey5({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] })
  ]
);
var decisions = pgTable6(
  "decisions",
  {
    countyId: countyId(),
    id: uuid7("id").$type().notNull(),
    documentId: ref("document_id").notNull(),
    localId: text7("local_id").$type().notNull(),
    agendaItemId: ref("agenda_item_id"),
    kind: text7("kind").$type().notNull(),
    text: text7("text").notNull(),
    withdrawnAt: at("withdrawn_at"),
    createdAt: at("created_at").notNull()
  },
  (t) => [
    primaryKey5({ columns: [t.countyId, t.id] }),
    uniqueIndex4("decisions_in_document").on(t.countyId, t.documentId, t.localId),
    foreignKey5({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    foreignKey5({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    check6("decisions_kind", sql6`${t.kind} in ('decided','agreed-in-principle','noted','deferred')`)
  ]
);

// server/bus.ts
import { sql as raw2 } from "drizzle-orm";
import { z as z2 } from "zod";

// server/ids.ts
import { z } from "zod";
var id = () => z.uuid().brand();
var CountyId = id();
var PersonId = id();
var SessionId = id();
var BodyId = id();
var UnitId = id();
var MembershipId = id();
var TopicId = id();
var SeriesId = id();
var MeetingId = id();
var AgendaItemId = id();
var SeatId = id();
var DeviceId = id();
var DocumentId = id();
var ActionItemId = id();
var DecisionId = id();
var MessageId = id();
var AccessTokenId = id();
var LocalId = z.string().regex(/^[A-Za-z0-9_-]{8,40}$/).brand();

// server/bus.ts
var Notice = z2.discriminatedUnion("kind", [
  /** Something of a room changed; `seq` is meetings.signal_seq after the change, `topic` says what to read again. */
  z2.object({
    kind: z2.literal("room"),
    meetingId: MeetingId,
    seq: z2.number().int(),
    topic: z2.enum(["meeting", "agenda", "seats", "chat"]),
    /** For a chat message or a seat: its id, so that listeners can read just that row. */
    id: z2.uuid().optional()
  }),
  /** Rights of a seat, a person or everybody in a meeting may have ended: gates ask again at once. */
  z2.object({
    kind: z2.literal("access"),
    countyId: CountyId,
    seatId: SeatId.optional(),
    personId: PersonId.optional(),
    meetingId: MeetingId.optional(),
    documentId: DocumentId.optional()
  }),
  /** A document has new durable updates up to `head`. */
  z2.object({ kind: z2.literal("document"), documentId: DocumentId, head: z2.number().int() }),
  /** A document's rows (decisions, action items) were projected or changed. */
  z2.object({ kind: z2.literal("settled"), documentId: DocumentId })
]);
var channel = "lianxi";
async function notify(db, notice) {
  await db.execute(raw2`select pg_notify(${channel}, ${JSON.stringify(notice)})`);
}
async function listen(sql10, onNotice, onReconnect = () => {
}) {
  const subscription = await sql10.listen(
    channel,
    (payload) => {
      const parsed = Notice.safeParse(safeJson(payload));
      if (parsed.success) onNotice(parsed.data);
      else log.warn({ payload: payload.slice(0, 200) }, "bus: a notice nobody understands");
    },
    onReconnect
  );
  return () => subscription.unlisten();
}
function safeJson(text11) {
  try {
    return JSON.parse(text11);
  } catch {
    return null;
  }
}

// server/events/record.ts
import { sql as sql7 } from "drizzle-orm";

// db/schema/events.ts
var events_exports = {};
__export(events_exports, {
  eventHeads: () => eventHeads,
  events: () => events
});
import { foreignKey as foreignKey6, index as index6, jsonb, pgTable as pgTable7, primaryKey as primaryKey6, text as text8, uniqueIndex as uniqueIndex5, uuid as uuid8 } from "drizzle-orm/pg-core";
var events = pgTable7(
  "events",
  {
    countyId: countyId(),
    seq: big("seq").notNull(),
    at: at("at").notNull(),
    actorKind: text8("actor_kind").$type().notNull(),
    /** A person or seat; names live outside the trail, by id. */
    actorId: uuid8("actor_id"),
    /** noun.verb, as in access.ts or a domain event: meeting.open, seat.admit, action-item.set-state. */
    verb: text8("verb").notNull(),
    thingId: uuid8("thing_id"),
    result: text8("result").$type().notNull(),
    /** Network address of the asker, where there is one. */
    from: text8("from_address"),
    detail: jsonb("detail").$type().notNull()
  },
  (t) => [
    primaryKey6({ columns: [t.countyId, t.seq] }),
    foreignKey6({ columns: [t.countyId], foreignColumns: [counties.id] }),
    index6("events_thing").on(t.countyId, t.thingId)
  ]
);
var eventHeads = pgTable7(
  "event_heads",
  { countyId: countyId().references(() => counties.id), seq: big("seq").notNull().default(0) },
  (t) => [uniqueIndex5("event_heads_county").on(t.countyId)]
);

// server/access.ts
var bodyOf = (thing) => {
  switch (thing.kind) {
    case "county":
      return null;
    case "body":
    case "meeting":
    case "actionItem":
      return thing.bodyId;
    case "document":
      return thing.meeting?.bodyId ?? null;
    default:
      return assertNever(thing);
  }
};
var running = ["convenor", "deputy-convenor", "secretary"];
var speaking = [...running, "member", "liaison"];
var anyone = () => true;
var admin = (role) => (actor) => actor.adminRoles.includes(role);
var holds = (...offices) => (actor, thing) => {
  const body = bodyOf(thing);
  return actor.memberships.some((m) => (body === null || m.bodyId === body) && offices.includes(m.office));
};
var memberOfBody = (actor, thing) => holds(...speaking, "observer")(actor, thing);
var ofLeadUnit = (actor, thing) => thing.kind === "actionItem" && actor.memberships.some(
  (m) => m.bodyId === thing.bodyId && m.unitId === thing.leadUnitId && speaking.includes(m.office)
);
var either = (...rules) => (actor, thing) => rules.some((rule) => rule(actor, thing));
var meetingOf = (thing) => thing.kind === "meeting" ? thing.meetingId : thing.kind === "document" ? thing.meeting?.meetingId ?? null : null;
var isIn = (actor, thing) => meetingOf(thing) === actor.meetingId && actor.admission === "admitted" && !actor.isBanned && actor.meetingState === "live";
var runs = (actor, thing) => isIn(actor, thing) && (actor.role === "chair" || actor.role === "secretary");
var accessTable = {
  // The county
  "county.read": { person: anyone },
  "county.settings": { person: admin("system") },
  "people.read": { person: anyone },
  "people.manage": { person: admin("security") },
  "audit.read": { person: admin("audit") },
  // The body
  "body.read": { person: either(memberOfBody, admin("system")) },
  "body.create": { person: admin("system") },
  "body.manage": { person: either(holds("secretary", "convenor"), admin("system")) },
  "topic.read": { person: memberOfBody },
  "topic.propose": { person: holds(...speaking) },
  "topic.manage": { person: holds("secretary", "convenor") },
  // A meeting
  "meeting.read": { person: memberOfBody },
  "meeting.manage": { person: holds(...running) },
  "meeting.attend": { person: memberOfBody },
  // The room
  "room.enter": { seat: isIn },
  "room.chat": { seat: (actor, thing) => isIn(actor, thing) && actor.role !== "observer" },
  "room.ask-floor": { seat: (actor, thing) => isIn(actor, thing) && actor.role !== "observer" },
  "room.publish": {
    seat: (actor, thing) => isIn(actor, thing) && (actor.role === "chair" || actor.role === "secretary" || actor.role === "speaker" || actor.hasFloor)
  },
  "room.run": { person: holds(...running), seat: runs },
  // The minutes
  "minutes.read": { person: either(memberOfBody, (_a, t) => t.kind === "document" && t.meeting === null), seat: isIn },
  "minutes.write": {
    person: (actor, thing) => thing.kind === "document" && !thing.isFrozen && (thing.meeting === null ? actor.memberships.length > 0 : holds("secretary", "convenor")(actor, thing)),
    seat: (actor, thing) => thing.kind === "document" && !thing.isFrozen && isIn(actor, thing) && (runs(actor, thing) || actor.mayWrite)
  },
  "document.create": { person: (actor) => actor.memberships.length > 0 },
  // The ledger
  "action-item.read": { person: memberOfBody },
  "action-item.set-state": { person: either(holds("secretary", "convenor", "deputy-convenor"), ofLeadUnit) },
  /** Verifying is the body's: never the lead unit's own liaison. */
  "action-item.verify": { person: holds("secretary", "convenor", "deputy-convenor") }
};
function can(actor, verb, thing) {
  const rule = accessTable[verb];
  switch (actor.kind) {
    case "operator":
    case "system":
      return true;
    case "anonymous":
      return false;
    case "person":
      return actor.countyId === thing.countyId && (rule.person?.(actor, thing) ?? false);
    case "seat":
      return actor.countyId === thing.countyId && (rule.seat?.(actor, thing) ?? false);
    default:
      return assertNever(actor);
  }
}
function requireAccess(actor, verb, thing) {
  if (!can(actor, verb, thing)) throw new AppError(refusal(actor));
}
function refusal(actor) {
  if (actor.kind === "anonymous") return "not_signed_in";
  if (actor.kind !== "seat") return "not_allowed";
  if (actor.isBanned) return "seat_banned";
  if (actor.admission === "refused") return "seat_refused";
  if (actor.admission !== "admitted") return "seat_waiting";
  if (actor.meetingState === "ended") return "meeting_over";
  if (actor.meetingState === "planned") return "meeting_not_open";
  return "not_allowed";
}
function documentRights(actors, thing) {
  if (actors.some((actor) => can(actor, "minutes.write", thing))) return "write";
  if (actors.some((actor) => can(actor, "minutes.read", thing))) return "read";
  return null;
}
function actorRef(actor) {
  switch (actor.kind) {
    case "person":
      return { kind: "person", id: actor.personId };
    case "seat":
      return { kind: "seat", id: actor.seatId };
    case "operator":
    case "system":
    case "anonymous":
      return { kind: actor.kind, id: null };
    default:
      return assertNever(actor);
  }
}

// server/events/record.ts
async function recordEvent(tx, countyId2, actor, input, at2) {
  const [head] = await tx.insert(eventHeads).values({ countyId: countyId2, seq: 1 }).onConflictDoUpdate({ target: eventHeads.countyId, set: { seq: sql7`${eventHeads.seq} + 1` } }).returning({ seq: eventHeads.seq });
  const seq = head.seq;
  const who = actorRef(actor);
  await tx.insert(events).values({
    countyId: countyId2,
    seq,
    at: at2,
    actorKind: who.kind,
    actorId: who.id,
    verb: input.verb,
    thingId: input.thingId ?? null,
    result: input.result ?? "done",
    from: input.from ?? null,
    detail: input.detail ?? {}
  });
  return seq;
}

// server/minutes/quarantine.ts
var aside = 6e4;
function isTheDocumentsFault(error) {
  const { code, cause } = error ?? {};
  if (typeof code === "string") return /^(22|23|54|XX|P0)[0-9A-Z]{3}$/.test(code);
  return cause !== void 0 && isTheDocumentsFault(cause);
}
async function quarantine(db, id2, fault, at2) {
  await db.transaction(async (tx) => {
    const [row] = await tx.update(documents).set({ quarantinedAt: at2 }).where(and(eq(documents.id, id2), isNull(documents.quarantinedAt))).returning({ countyId: documents.countyId });
    if (!row) return;
    log.error({ documentId: id2, fault }, "minutes: a document is set aside (hub doctor, hub document release)");
    const event = { verb: "minutes.quarantine", thingId: id2, detail: { fault } };
    await recordEvent(tx, row.countyId, { kind: "system" }, event, at2);
    await notify(tx, { kind: "access", countyId: row.countyId, documentId: id2 });
  });
}
async function release(db, actor, id2, at2) {
  const problem = await findProblem(db, id2, at2);
  if (problem !== null) return problem;
  await db.transaction(async (tx) => {
    const [row] = await tx.update(documents).set({ quarantinedAt: null }).where(and(eq(documents.id, id2), isNotNull(documents.quarantinedAt))).returning({ countyId: documents.countyId });
    if (!row) return;
    await recordEvent(tx, row.countyId, actor, { verb: "minutes.release", thingId: id2 }, at2);
    await notify(tx, { kind: "access", countyId: row.countyId, documentId: id2 });
  });
  return null;
}
async function releaseSound(db, at2) {
  const before = new Date(at2.getTime() - aside);
  const rows = await db.select({ id: documents.id }).from(documents).where(lt(documents.quarantinedAt, before));
  let count = 0;
  for (const { id: id2 } of rows) if (await release(db, { kind: "system" }, id2, at2) === null) count++;
  return count;
}
var Undone = class extends Error {
};
async function findProblem(db, id2, at2) {
  try {
    const stored = await loadBytes(db, id2);
    if (!stored) return "there is no such document";
    if (stored.missing > 0) return `${stored.missing} rows are missing`;
    buildDoc(stored).doc.destroy();
    await db.transaction(async (tx) => {
      const [row] = await tx.update(documents).set({ head: raw3`${documents.head} + 1` }).where(eq(documents.id, id2)).returning({ countyId: documents.countyId, head: documents.head });
      const nothing = packUpdates([Uint8Array.of(0, 0)]);
      await tx.insert(documentUpdates).values({ countyId: row.countyId, documentId: id2, seq: row.head, data: nothing, at: at2 });
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone) return null;
    if (isTheDocumentsFault(error)) return String(error.cause ?? error);
    throw error;
  }
  return null;
}

// server/minutes/wire.ts
import * as decoding2 from "lib0/decoding";
import * as encoding2 from "lib0/encoding";

// server/minutes/contract.ts
import { z as z3 } from "zod";
var messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  durable: 102,
  hello: 103,
  rejected: 104
};
var syncType = { step1: 0, step2: 1, update: 2 };
var closeCode = {
  notSignedIn: 4401,
  notAllowed: 4403,
  notFound: 4404,
  tooLarge: 4413,
  malformed: 4422,
  accessChanged: 4205,
  /** Set aside, nothing of it can be read. Above 4500: clients keep what they hold and come back. */
  quarantined: 4523,
  tooFast: 4529,
  restarting: 1012,
  tryLater: 1013
};
var limits = {
  /** Bytes of one live update. */
  update: 1e6,
  /** Bytes of a step 2: what a client brings back from being offline. */
  step2: 8e6,
  /** Bytes of one presence state. */
  presence: 4e3,
  /** Characters one paste may bring. */
  paste: 2e5
};
var Hello = z3.object({
  role: z3.enum(["write", "read"]),
  epoch: z3.number().int(),
  limits: z3.object({ update: z3.number(), step2: z3.number() })
});
var Rejected = z3.object({ update: z3.number().int(), reason: z3.enum(["read-only", "frozen"]) });
var PresenceUser = z3.object({
  name: z3.string().max(80),
  kind: z3.enum(["government", "department", "school", "family", "society"]).nullable()
});
var itemPrefix = "item:";
var fragmentOfItem = (id2) => `${itemPrefix}${id2}`;
function itemOfFragment(name) {
  if (!name.startsWith(itemPrefix)) return null;
  const parsed = AgendaItemId.safeParse(name.slice(itemPrefix.length));
  return parsed.success ? parsed.data : null;
}
var freeFragment = "body";
var recordsRoot = "records";
var atomTypes = ["actionItem", "decision"];
var decisionKinds = ["decided", "agreed-in-principle", "noted", "deferred"];
var line = (max2) => z3.string().max(max2).transform((text11) => text11.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, " ").trim());
var calendarDay = z3.string().regex(/^\d{4}-\d{2}-\d{2}$/).refine((day) => {
  const at2 = /* @__PURE__ */ new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at2.getTime()) && at2.toISOString().startsWith(day) && day >= "1949-01-01";
});
var actionItemFields = {
  title: line(300),
  leadUnitId: UnitId,
  assistingUnitIds: z3.array(UnitId).max(60),
  owner: line(80),
  deliverable: line(1e3),
  dueOn: calendarDay
};
var decisionFields = { kind: z3.enum(decisionKinds), text: line(4e3) };
var field = (schema2, raw6, empty, name, problems) => {
  if (raw6 === void 0 || raw6 === null || raw6 === "") return empty;
  const parsed = schema2.safeParse(raw6);
  if (parsed.success) return parsed.data;
  problems.push(name);
  return empty;
};
function readRecord(type, raw6) {
  const problems = [];
  if (type === "decision") {
    const kind = field(decisionFields.kind, raw6.kind, "decided", "kind", problems);
    return { record: { type, kind, text: field(decisionFields.text, raw6.text, "", "text", problems) }, problems };
  }
  const f = actionItemFields;
  const leadUnitId = field(f.leadUnitId, raw6.leadUnitId, null, "leadUnitId", problems);
  const assisting = field(f.assistingUnitIds, raw6.assistingUnitIds, [], "assistingUnitIds", problems);
  const record = {
    type,
    title: field(f.title, raw6.title, "", "title", problems),
    leadUnitId,
    assistingUnitIds: [...new Set(assisting)].filter((id2) => id2 !== leadUnitId),
    owner: field(f.owner, raw6.owner, "", "owner", problems),
    deliverable: field(f.deliverable, raw6.deliverable, "", "deliverable", problems),
    dueOn: field(f.dueOn, raw6.dueOn, null, "dueOn", problems)
  };
  return { record, problems };
}
var parseLocalId = (raw6) => {
  const parsed = LocalId.safeParse(raw6);
  return parsed.success ? parsed.data : null;
};

// server/minutes/wire.ts
var message = (type, write2) => {
  const encoder = encoding2.createEncoder();
  encoding2.writeVarUint(encoder, type);
  write2(encoder);
  return encoding2.toUint8Array(encoder);
};
var syncMessage = (sub, payload) => message(messageType.sync, (encoder) => {
  encoding2.writeVarUint(encoder, sub);
  encoding2.writeVarUint8Array(encoder, payload);
});
var step1Frame = (vector) => syncMessage(syncType.step1, vector);
var step2Frame = (update) => syncMessage(syncType.step2, update);
var updateFrame = (update) => syncMessage(syncType.update, update);
var durableFrame = (payload) => message(messageType.durable, (encoder) => encoding2.writeVarUint8Array(encoder, payload));
var deniedFrame = (reason) => message(messageType.auth, (encoder) => {
  encoding2.writeVarUint(encoder, 0);
  encoding2.writeVarString(encoder, reason);
});
var jsonFrame = (type, value) => message(type, (encoder) => encoding2.writeVarString(encoder, JSON.stringify(value)));
var presenceFrame = (entries) => message(messageType.awareness, (outer) => {
  const encoder = encoding2.createEncoder();
  encoding2.writeVarUint(encoder, entries.length);
  for (const { client, clock: clock2, state } of entries) {
    encoding2.writeVarUint(encoder, client);
    encoding2.writeVarUint(encoder, clock2);
    encoding2.writeVarString(encoder, state);
  }
  encoding2.writeVarUint8Array(outer, encoding2.toUint8Array(encoder));
});
var keepaliveFrame = Uint8Array.of(messageType.awareness, 1, 0);
function* readFrame(frame) {
  const decoder = decoding2.createDecoder(frame);
  do {
    const type = decoding2.readVarUint(decoder);
    switch (type) {
      case messageType.sync: {
        const sub = decoding2.readVarUint(decoder);
        const payload = decoding2.readVarUint8Array(decoder);
        if (sub === syncType.step1) yield { type: "step1", vector: readVector(payload) };
        else if (sub === syncType.step2) yield { type: "step2", update: payload };
        else if (sub === syncType.update) yield { type: "update", update: payload };
        else throw new Error("unknown sync message");
        break;
      }
      case messageType.awareness:
        yield { type: "awareness", payload: decoding2.readVarUint8Array(decoder) };
        break;
      case messageType.queryAwareness:
        yield { type: "queryAwareness" };
        break;
      case messageType.durable:
        yield { type: "durable", payload: decoding2.readVarUint8Array(decoder) };
        break;
      default:
        yield { type: "unknown" };
        return;
    }
  } while (decoding2.hasContent(decoder));
}
function readVector(bytes) {
  const decoder = decoding2.createDecoder(bytes);
  const vector = /* @__PURE__ */ new Map();
  const count = decoding2.readVarUint(decoder);
  if (count > bytes.length) throw new Error("vector longer than its bytes");
  for (let i = 0; i < count; i++) vector.set(decoding2.readVarUint(decoder), decoding2.readVarUint(decoder));
  return vector;
}
function readPresence(payload) {
  const decoder = decoding2.createDecoder(payload);
  const count = decoding2.readVarUint(decoder);
  if (count > payload.length) throw new Error("more entries than bytes");
  const entries = [];
  for (let i = 0; i < count; i++) {
    const client = decoding2.readVarUint(decoder);
    const clock2 = decoding2.readVarUint(decoder);
    entries.push({ client, clock: clock2, state: decoding2.readVarString(decoder) });
  }
  return entries;
}

// server/live/documents.ts
var OpenDocument = class {
  constructor(countyId2, id2, events2) {
    this.countyId = countyId2;
    this.id = id2;
    this.events = events2;
  }
  countyId;
  id;
  events;
  connections = /* @__PURE__ */ new Set();
  presence = /* @__PURE__ */ new Map();
  /** Clients whose presence changed since it was last sent on. */
  presenceChanged = /* @__PURE__ */ new Set();
  /** Clients that left since then, with their last clock: without it stock clients would not believe the null. */
  presenceLeft = /* @__PURE__ */ new Map();
  presenceTimer = null;
  known = new Known();
  snapshot = null;
  /** Everything since the snapshot: durable rows, and what waits for its commit (seq 0). */
  log = [];
  nextN = 1;
  /** Every row up to here is in `log` or the snapshot. */
  lastSeq = 0;
  /** Highest sequence anybody told us of. */
  headHeard = 0;
  /** Own commits beyond lastSeq: base → head, until the rows between are pulled. */
  ownBeyond = /* @__PURE__ */ new Map();
  /** Tickets count updates put into the writer's queue and updates committed, in the same order. */
  queued = 0;
  committed = 0;
  /** Highest log position that a snapshot has replaced. */
  droppedN = 0;
  logBytes = 0;
  epoch = 1;
  isPulling = false;
  isPullAsked = false;
  idleSince = null;
  settleTimer = null;
  dirtySince = null;
  gapSince = null;
  compactNotBefore = 0;
  onCommitted(updates, base, head) {
    this.committed += updates.length;
    const isBehind = this.noteOwn(base, head);
    this.events.committed(this, updates);
    if (isBehind || this.headHeard > this.lastSeq && this.queued === this.committed) this.events.behind(this);
  }
  onRefused(_updates, why) {
    this.events.refused(this, why);
  }
  append(update) {
    const entry = Object.assign(update, { n: this.nextN++ });
    this.log.push(entry);
    this.logBytes += update.data.length;
    return entry;
  }
  /** Notes own rows base+1…head. Returns true when rows of others lie below and must be pulled. */
  noteOwn(base, head) {
    this.ownBeyond.set(base, head);
    this.advance();
    return this.ownBeyond.size > 0;
  }
  /** Whether this row is our own, or was seen already. */
  hasRow(seq) {
    if (seq <= this.lastSeq) return true;
    for (const [base, head] of this.ownBeyond) if (seq > base && seq <= head) return true;
    return false;
  }
  noteForeign(seq) {
    if (seq === this.lastSeq + 1) this.lastSeq = seq;
    this.advance();
  }
  advance() {
    for (; ; ) {
      let moved = false;
      for (const [base, head] of this.ownBeyond) {
        if (base > this.lastSeq) continue;
        this.ownBeyond.delete(base);
        this.lastSeq = Math.max(this.lastSeq, head);
        moved = true;
      }
      if (!moved) return;
    }
  }
  /** A newer snapshot stands for the rows up to its sequence. */
  adopt(snapshot) {
    if (this.snapshot && this.snapshot.seq >= snapshot.seq) return;
    this.snapshot = snapshot;
    const kept = [];
    this.logBytes = 0;
    for (const entry of this.log) {
      if (entry.seq > 0 && entry.seq <= snapshot.seq) this.droppedN = Math.max(this.droppedN, entry.n);
      else {
        kept.push(entry);
        this.logBytes += entry.data.length;
      }
    }
    this.log = kept;
  }
  /** Highest position in the log so far. */
  get lastN() {
    return this.nextN - 1;
  }
};
var Registry = class {
  constructor(db, events2) {
    this.db = db;
    this.events = events2;
  }
  db;
  events;
  loads = /* @__PURE__ */ new Map();
  open = /* @__PURE__ */ new Map();
  get(id2) {
    return this.open.get(id2);
  }
  all() {
    return this.open.values();
  }
  get size() {
    return this.open.size;
  }
  /** Null when there is no such document. Rejects when Postgres fails; the next caller tries again. */
  async load(id2) {
    const there = this.open.get(id2);
    if (there) return there;
    let loading = this.loads.get(id2);
    if (!loading) {
      loading = this.read(id2).finally(() => this.loads.delete(id2));
      this.loads.set(id2, loading);
    }
    return loading;
  }
  async read(id2) {
    const stored = await this.bytesOf(id2);
    if (!stored) return null;
    const document = new OpenDocument(stored.countyId, id2, this.events);
    document.epoch = stored.epoch;
    document.lastSeq = stored.head;
    const { snapshot } = stored;
    if (snapshot) {
      document.snapshot = { ...snapshot, data: copy(snapshot.data) };
      document.known.seed(readVector(snapshot.vector), () => readDeleteSet(snapshot.data, snapshot.deletesAt));
    }
    for (const row of stored.rows) {
      if (row.isDamaged) log.error({ documentId: id2, seq: row.seq }, "minutes: a damaged row is left out");
      for (const update of row.updates) {
        const brings = tryRead(update);
        if (!brings) {
          log.error({ documentId: id2, seq: row.seq }, "minutes: a damaged update is left out");
          continue;
        }
        document.append({ data: copy(update), senderId: row.senderId, seq: row.seq });
        document.known.add(brings);
      }
    }
    document.idleSince = performance.now();
    this.open.set(id2, document);
    return document;
  }
  /** A document whose own rows are at fault is set aside. @throws document_quarantined when nothing of it can be read */
  async bytesOf(id2) {
    try {
      const stored = await loadBytes(this.db, id2);
      if (stored && stored.missing > 0) await quarantine(this.db, id2, "read", clock.now());
      return stored;
    } catch (error) {
      if (!isTheDocumentsFault(error)) throw error;
      await quarantine(this.db, id2, "read", clock.now());
      throw new AppError("document_quarantined", {}, { cause: error });
    }
  }
  /** Forgets a document; the next joiner loads it anew. */
  drop(document) {
    if (this.open.get(document.id) === document) this.open.delete(document.id);
    for (const timer of [document.presenceTimer, document.settleTimer]) if (timer) clearTimeout(timer);
  }
};
function tryRead(update) {
  try {
    return readUpdate(update);
  } catch {
    return null;
  }
}
var copy = (bytes) => new Uint8Array(bytes);

// server/live/presence.ts
var beat = 100;
function hearPresence(document, from, payload) {
  for (const entry of readPresence(payload)) {
    const there = document.presence.get(entry.client);
    if (there ? !mayTakeOver(there.owner, from) : speaksForAnother(document, from, entry)) continue;
    if (there) there.owner = from;
    if (there && entry.clock <= there.clock && !(entry.clock === there.clock && entry.state === "null")) continue;
    if (entry.state.length > limits.presence) throw new Error("presence too large");
    if (entry.state === "null") {
      if (there) dropEntry(document, entry.client, entry.clock);
      continue;
    }
    document.presence.set(entry.client, { clock: entry.clock, state: withUser(entry.state, from.user), owner: from });
    changed(document, entry.client);
  }
}
var mayTakeOver = (owner, from) => owner === from || owner.senderId === from.senderId;
function speaksForAnother(document, from, entry) {
  if (entry.state === "null") return true;
  for (const { owner } of document.presence.values()) if (owner === from) return true;
  return false;
}
function withUser(state, user) {
  const parsed = JSON.parse(state);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Error("presence is not an object");
  return JSON.stringify({ ...parsed, user });
}
function leavePresence(document, owner) {
  for (const [client, entry] of document.presence) {
    if (entry.owner === owner) dropEntry(document, client, entry.clock);
  }
}
function dropEntry(document, client, clock2) {
  document.presence.delete(client);
  document.presenceLeft.set(client, clock2);
  changed(document, client);
}
function changed(document, client) {
  document.presenceChanged.add(client);
  document.presenceTimer ??= setTimeout(() => tellAll(document), beat);
}
function tellAll(document) {
  document.presenceTimer = null;
  const entries = [];
  for (const client of document.presenceChanged) {
    const there = document.presence.get(client);
    if (there) entries.push({ client, clock: there.clock, state: there.state });
    else entries.push({ client, clock: document.presenceLeft.get(client) ?? 0, state: "null" });
  }
  document.presenceChanged.clear();
  document.presenceLeft.clear();
  const frame = presenceFrame(entries);
  for (const connection of document.connections) connection.sendPresence(frame);
}
function everybody(document) {
  if (document.presence.size === 0) return null;
  return presenceFrame([...document.presence].map(([client, { clock: clock2, state }]) => ({ client, clock: clock2, state })));
}

// server/live/editor.ts
import * as Y3 from "yjs";
var lagAt = 1e6;
var resumeAt = 64e3;
var diffUpTo = 1e6;
var Editor = class {
  constructor(ws, document, asker, admission, host, withExtensions) {
    this.ws = ws;
    this.document = document;
    this.asker = asker;
    this.admission = admission;
    this.host = host;
    this.withExtensions = withExtensions;
  }
  ws;
  document;
  asker;
  admission;
  host;
  withExtensions;
  /** Nothing live before step 1 was answered. */
  isSynced = false;
  /** Log position from which a slow reader must be served again; null while it keeps up. */
  lagFrom = null;
  lagSince = 0;
  lastSentAt = performance.now();
  lastHeardAt = performance.now();
  isPausedForStore = false;
  updates = 0;
  /** Ticket of the document's queue that must be committed before a 102 sent now may be answered. */
  needed = 0;
  barriers = [];
  updatesSinceBarrier = 0;
  chatter = new Bucket(100, 500);
  barrierFlood = new Bucket(100, 1e3);
  joins = new Bucket(2, 20);
  get senderId() {
    return this.admission.senderId;
  }
  get user() {
    return this.admission.user;
  }
  get isWriter() {
    return this.admission.rights === "write";
  }
  /** First words: who may what, what we lack, who is here. */
  greet() {
    if (this.withExtensions) {
      const hello = {
        role: this.admission.rights,
        epoch: this.document.epoch,
        limits: { update: limits.update, step2: limits.step2 }
      };
      this.send(jsonFrame(messageType.hello, hello));
    }
    if (this.isWriter) this.askForMissing();
    const here = everybody(this.document);
    if (here) this.send(here);
  }
  askForMissing() {
    this.send(step1Frame(this.document.known.vector()));
  }
  hear(data, isBinary) {
    this.lastHeardAt = performance.now();
    if (!isBinary) return this.close(closeCode.malformed, "text frame");
    try {
      for (const message2 of readFrame(data)) {
        this.hearMessage(message2);
        if (this.ws.readyState !== this.ws.OPEN) return;
      }
    } catch {
      this.close(closeCode.malformed, "malformed");
    }
  }
  hearMessage(message2) {
    switch (message2.type) {
      case "step1":
        if (!this.joins.take()) return this.close(closeCode.tooFast, "too many step 1");
        return this.answerStep1(message2.vector);
      case "step2":
        return this.hearUpdate(message2.update, limits.step2);
      case "update":
        return this.hearUpdate(message2.update, limits.update);
      case "awareness":
        if (!this.chatter.take()) return this.close(closeCode.tooFast, "too much presence");
        return hearPresence(this.document, this, message2.payload);
      case "queryAwareness": {
        if (!this.chatter.take()) return this.close(closeCode.tooFast, "too many queries");
        const here = everybody(this.document);
        if (here) this.sendPresence(here);
        return;
      }
      case "durable":
        return this.hearBarrier(message2.payload);
      case "unknown":
        return;
    }
  }
  hearUpdate(update, limit) {
    if (update.length > limit) return this.close(closeCode.tooLarge, `more than ${limit} bytes`);
    const brings = readUpdate(update);
    this.updates++;
    this.updatesSinceBarrier++;
    if (bringsNothing(brings)) return;
    if (!this.isWriter) return this.refuse("read-only");
    const { document } = this;
    if (document.known.covers(brings)) {
      this.needed = document.queued;
      return;
    }
    this.take(update, brings);
  }
  take(update, brings) {
    const { document } = this;
    const entry = document.append({ data: copy(update), senderId: this.senderId, seq: 0 });
    document.known.add(brings);
    document.gapSince = document.known.hasGap ? document.gapSince ?? performance.now() : null;
    this.needed = ++document.queued;
    this.host.store(document, entry);
    const frame = updateFrame(entry.data);
    for (const other of document.connections) if (other !== this && other.isWriter) other.sendLive(frame, entry);
    if (this.host.isFull(document)) {
      this.isPausedForStore = true;
      this.ws.pause();
    }
  }
  refuse(reason) {
    this.send(deniedFrame(reason));
    if (this.withExtensions) this.send(jsonFrame(messageType.rejected, { update: this.updates, reason }));
  }
  hearBarrier(payload) {
    if (this.updatesSinceBarrier === 0 && !this.barrierFlood.take()) {
      return this.close(closeCode.tooFast, "too many barriers");
    }
    if (payload.length > 1e3) throw new Error("barrier too large");
    this.updatesSinceBarrier = 0;
    const last = this.barriers[this.barriers.length - 1];
    const barrier = { needed: this.needed, payload: copy(payload) };
    if (last && (last.needed === this.needed || this.barriers.length > 1))
      this.barriers[this.barriers.length - 1] = barrier;
    else this.barriers.push(barrier);
    this.answerBarriers();
  }
  answerBarriers() {
    let answer = null;
    while (this.barriers.length > 0 && this.barriers[0].needed <= this.document.committed) {
      answer = this.barriers.shift().payload;
    }
    if (answer) this.send(durableFrame(answer));
  }
  /** The whole document, or what a vector lacks of it. `synced` is the last frame: stock clients believe the first 0/1. */
  answerStep1(vector) {
    const parts = this.snapshotFor(vector);
    for (const entry of this.document.log) if (this.isWriter || entry.seq > 0) parts.push(entry.data);
    const last = parts.pop() ?? Uint8Array.of(0, 0);
    const socket = this.ws._socket;
    socket?.cork();
    for (const part of parts) this.send(updateFrame(part));
    this.send(step2Frame(last));
    socket?.uncork();
    this.isSynced = true;
    this.lagFrom = null;
    this.noteLag(this.document.lastN + 1);
  }
  snapshotFor(vector) {
    const { snapshot } = this.document;
    if (!snapshot) return [];
    if (vector.size === 0) return [snapshot.data];
    const has = [...readVector(snapshot.vector)].every(([client, clock2]) => (vector.get(client) ?? 0) >= clock2);
    if (has) return [deletesOnly(snapshot.data, snapshot.deletesAt)];
    if (snapshot.data.length > diffUpTo) return [snapshot.data];
    return [Y3.diffUpdate(snapshot.data, encodeVector(vector))];
  }
  /** A live update; a reader that lags is served later, from the log. */
  sendLive(frame, entry) {
    if (!this.isSynced || this.lagFrom !== null) return;
    this.send(frame);
    this.noteLag(entry.n + 1);
  }
  sendPresence(frame) {
    if (this.lagFrom === null) this.send(frame);
  }
  noteLag(next) {
    if (this.ws.bufferedAmount <= lagAt) return;
    this.lagSince = performance.now();
    const waiting = this.isWriter ? void 0 : this.document.log.find((entry) => entry.seq === 0)?.n;
    this.lagFrom = waiting === void 0 ? next : Math.min(waiting, next);
  }
  /** Serves a slow reader what it missed, as far as it reads. Returns false when it has not read for too long. */
  catchUp(patienceMs) {
    if (this.lagFrom === null) return true;
    if (this.ws.bufferedAmount > resumeAt) return performance.now() - this.lagSince < patienceMs;
    const { document } = this;
    const from = this.lagFrom;
    this.lagFrom = null;
    if (from <= document.droppedN && document.snapshot) this.send(updateFrame(document.snapshot.data));
    for (const entry of document.log) {
      if (entry.n < from || !this.isWriter && entry.seq === 0) continue;
      this.send(updateFrame(entry.data));
      this.noteLag(entry.n + 1);
      if (this.lagFrom !== null) return true;
    }
    const here = everybody(document);
    if (here) this.send(here);
    return true;
  }
  send(frame) {
    if (this.ws.readyState !== this.ws.OPEN) return;
    this.lastSentAt = performance.now();
    this.ws.send(frame, { binary: true });
  }
  close(code, reason) {
    if (this.ws.isPaused) this.ws.resume();
    this.ws.close(code, reason);
  }
};
var Bucket = class {
  constructor(perSecond, burst) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
  }
  perSecond;
  burst;
  tokens;
  at = performance.now();
  take() {
    const now = performance.now();
    this.tokens = Math.min(this.burst, this.tokens + (now - this.at) / 1e3 * this.perSecond);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
};

// tests/support/collab.ts
import { createServer } from "node:http";
import { WebSocket } from "ws";
import * as Y8 from "yjs";

// db/client.ts
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";

// db/schema/action-items.ts
var action_items_exports = {};
__export(action_items_exports, {
  actionItemChanges: () => actionItemChanges,
  actionItemUnits: () => actionItemUnits,
  actionItems: () => actionItems
});
import { sql as sql8 } from "drizzle-orm";
import {
  check as check7,
  date as date2,
  foreignKey as foreignKey7,
  index as index7,
  integer as integer5,
  pgTable as pgTable8,
  primaryKey as primaryKey7,
  text as text9,
  uniqueIndex as uniqueIndex6,
  uuid as uuid9
} from "drizzle-orm/pg-core";
var actionItems = pgTable8(
  "action_items",
  {
    countyId: countyId(),
    id: uuid9("id").$type().notNull(),
    documentId: ref("document_id").notNull(),
    localId: text9("local_id").$type().notNull(),
    meetingId: ref("meeting_id").notNull(),
    agendaItemId: ref("agenda_item_id"),
    /** Running number within the meeting, given once and never reused: 7-03 is issue 7, number 3. */
    number: integer5("number").notNull(),
    title: text9("title").notNull(),
    /** Null until the minute-taker has chosen one; the ledger then says so. */
    leadUnitId: ref("lead_unit_id"),
    owner: text9("owner").notNull().default(""),
    deliverable: text9("deliverable").notNull().default(""),
    dueOn: date2("due_on", { mode: "string" }),
    state: text9("state").$type().notNull().default("todo"),
    /** Set when the atom left the text: shown as withdrawn, never deleted. */
    withdrawnAt: at("withdrawn_at"),
    createdAt: at("created_at").notNull(),
    changedAt: at("changed_at").notNull()
  },
  (t) => [
    primaryKey7({ columns: [t.countyId, t.id] }),
    uniqueIndex6("action_items_in_document").on(t.countyId, t.documentId, t.localId),
    uniqueIndex6("action_items_number").on(t.countyId, t.meetingId, t.number),
    foreignKey7({ columns: [t.countyId, t.documentId], foreignColumns: [documents.countyId, documents.id] }),
    foreignKey7({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey7({ columns: [t.countyId, t.agendaItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    foreignKey7({ columns: [t.countyId, t.leadUnitId], foreignColumns: [units.countyId, units.id] }),
    index7("action_items_ledger").on(t.countyId, t.state, t.dueOn),
    check7("action_items_state", sql8`${t.state} in ('todo','doing','toVerify','done','stopped')`)
  ]
);
var actionItemUnits = pgTable8(
  "action_item_units",
  {
    countyId: countyId(),
    actionItemId: ref("action_item_id").notNull(),
    unitId: ref("unit_id").notNull()
  },
  (t) => [
    primaryKey7({ columns: [t.countyId, t.actionItemId, t.unitId] }),
    foreignKey7({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    foreignKey7({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] })
  ]
);
var actionItemChanges = pgTable8(
  "action_item_changes",
  {
    countyId: countyId(),
    id: uuid9("id").notNull(),
    actionItemId: ref("action_item_id").notNull(),
    fromState: text9("from_state").notNull(),
    toState: text9("to_state").notNull(),
    remark: text9("remark").notNull().default(""),
    byName: text9("by_name").notNull(),
    byId: uuid9("by_id"),
    at: at("at").notNull()
  },
  (t) => [
    primaryKey7({ columns: [t.countyId, t.id] }),
    foreignKey7({ columns: [t.countyId, t.actionItemId], foreignColumns: [actionItems.countyId, actionItems.id] }),
    index7("action_item_changes_item").on(t.countyId, t.actionItemId, t.at)
  ]
);

// db/schema/rooms.ts
var rooms_exports = {};
__export(rooms_exports, {
  chatMessages: () => chatMessages,
  devices: () => devices,
  mediaEvents: () => mediaEvents,
  seatDevices: () => seatDevices,
  seatLinks: () => seatLinks,
  seats: () => seats
});
import { sql as sql9 } from "drizzle-orm";
import { boolean as boolean4, check as check8, foreignKey as foreignKey8, index as index8, pgTable as pgTable9, primaryKey as primaryKey8, text as text10, uniqueIndex as uniqueIndex7, uuid as uuid10 } from "drizzle-orm/pg-core";
var seats = pgTable9(
  "seats",
  {
    countyId: countyId(),
    id: uuid10("id").$type().notNull(),
    meetingId: ref("meeting_id").notNull(),
    /** Null for a guest. */
    personId: ref("person_id"),
    unitId: ref("unit_id"),
    name: text10("name").notNull(),
    /** chair and secretary run the room; a speaker may publish; a listener hears and asks; an observer only hears. */
    role: text10("role").$type().notNull(),
    admission: text10("admission").$type().notNull().default("expected"),
    /** A word from the secretary to a refused or waiting guest. */
    word: text10("word"),
    /** Whether this seat may write in the minutes (DECISIONS 9: guests read, the secretary grants). */
    mayWrite: boolean4("may_write").notNull().default(false),
    handRaisedAt: at("hand_raised_at"),
    requestedAt: at("requested_at"),
    admittedAt: at("admitted_at"),
    bannedAt: at("banned_at"),
    createdAt: at("created_at").notNull()
  },
  (t) => [
    primaryKey8({ columns: [t.countyId, t.id] }),
    foreignKey8({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey8({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey8({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    // A second tab or device of one person finds the same seat; the constraint settles the race.
    uniqueIndex7("seats_one_per_person").on(t.countyId, t.meetingId, t.personId),
    index8("seats_meeting").on(t.countyId, t.meetingId, t.admission),
    check8("seats_role", sql9`${t.role} in ('chair','secretary','speaker','listener','observer')`),
    check8("seats_admission", sql9`${t.admission} in ('expected','waiting','admitted','refused')`),
    check8("seats_name", sql9`char_length(${t.name}) between 1 and 80`)
  ]
);
var seatLinks = pgTable9(
  "seat_links",
  {
    countyId: countyId(),
    id: uuid10("id").notNull(),
    seatId: ref("seat_id").notNull(),
    secretHash: text10("secret_hash").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at")
  },
  (t) => [
    primaryKey8({ columns: [t.countyId, t.id] }),
    uniqueIndex7("seat_links_secret").on(t.secretHash),
    foreignKey8({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] })
  ]
);
var devices = pgTable9(
  "devices",
  {
    countyId: countyId().references(() => counties.id),
    id: uuid10("id").$type().notNull(),
    secretHash: text10("secret_hash").notNull(),
    createdAt: at("created_at").notNull()
  },
  (t) => [primaryKey8({ columns: [t.countyId, t.id] }), uniqueIndex7("devices_secret").on(t.secretHash)]
);
var seatDevices = pgTable9(
  "seat_devices",
  {
    countyId: countyId(),
    seatId: ref("seat_id").notNull(),
    deviceId: ref("device_id").notNull(),
    createdAt: at("created_at").notNull(),
    endedAt: at("ended_at")
  },
  (t) => [
    primaryKey8({ columns: [t.countyId, t.seatId, t.deviceId] }),
    foreignKey8({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    foreignKey8({ columns: [t.countyId, t.deviceId], foreignColumns: [devices.countyId, devices.id] }),
    index8("seat_devices_device").on(t.countyId, t.deviceId)
  ]
);
var chatMessages = pgTable9(
  "chat_messages",
  {
    countyId: countyId(),
    id: uuid10("id").$type().notNull(),
    meetingId: ref("meeting_id").notNull(),
    seatId: ref("seat_id").notNull(),
    text: text10("text").notNull(),
    at: at("at").notNull()
  },
  (t) => [
    primaryKey8({ columns: [t.countyId, t.id] }),
    foreignKey8({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey8({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    index8("chat_messages_order").on(t.countyId, t.meetingId, t.at),
    check8("chat_messages_text", sql9`char_length(${t.text}) between 1 and 2000`)
  ]
);
var mediaEvents = pgTable9(
  "media_events",
  {
    countyId: countyId(),
    id: text10("id").notNull(),
    meetingId: ref("meeting_id").notNull(),
    seatId: ref("seat_id"),
    participantSid: text10("participant_sid"),
    event: text10("event").notNull(),
    at: at("at").notNull(),
    receivedSeq: big("received_seq").generatedAlwaysAsIdentity()
  },
  (t) => [
    primaryKey8({ columns: [t.countyId, t.id] }),
    foreignKey8({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] })
  ]
);

// db/client.ts
var schema = {
  ...counties_exports,
  ...people_exports,
  ...bodies_exports,
  ...topics_exports,
  ...meetings_exports,
  ...rooms_exports,
  ...minutes_exports,
  ...action_items_exports,
  ...events_exports
};
var backoff = (retries) => Math.min(0.05 * 2 ** Math.min(retries, 5), 1) * (0.5 + Math.random() / 2);
function connect(url2, { max: max2 = 10, name = "lianxi" } = {}) {
  const address = new URL(url2);
  const socket = address.searchParams.get("host");
  address.searchParams.delete("host");
  const sql10 = postgres(address.href, {
    ...socket === null ? {} : { host: socket },
    max: max2,
    idle_timeout: 60,
    connect_timeout: 10,
    backoff,
    onnotice: () => {
    },
    connection: { application_name: name }
  });
  return { sql: sql10, db: drizzle(sql10, { schema }), end: () => sql10.end({ timeout: 5 }) };
}

// server/live/minutes.ts
import { WebSocketServer } from "ws";

// server/minutes/compact.ts
import { createHash as createHash2 } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { and as and2, eq as eq2, lt as lt2 } from "drizzle-orm";
var source = `
const { parentPort, workerData } = require('node:worker_threads')
const Y = require(workerData.yjs)
const build = (parts) => {
  const doc = new Y.Doc()
  for (const part of parts) Y.applyUpdate(doc, part)
  return doc
}
parentPort.on('message', ({ id, parts }) => {
  try {
    const doc = build(parts)
    if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error('something is missing before an update')
    const data = Y.encodeStateAsUpdate(doc)
    const again = build([data])
    if (again.store.pendingStructs || again.store.pendingDs) throw new Error('the snapshot has gaps')
    if (Buffer.compare(Y.encodeStateAsUpdate(again), data) !== 0) throw new Error('the snapshot reads back differently')
    parentPort.postMessage({ id, answer: { data, vector: Y.encodeStateVector(doc) } })
  } catch (error) {
    parentPort.postMessage({ id, answer: { problem: String(error && error.message) } })
  }
})`;
var worker = null;
var lastId = 0;
var asked2 = /* @__PURE__ */ new Map();
function warmWorker() {
  if (worker) return worker;
  const yjs = createRequire(join(process.cwd(), "package.json")).resolve("yjs");
  const made = new Worker(source, { eval: true, workerData: { yjs } });
  made.unref();
  made.on("message", ({ id: id2, answer }) => {
    asked2.get(id2)?.(answer);
    asked2.delete(id2);
  });
  const fail = (error) => {
    worker = null;
    for (const [id2, answer] of asked2) {
      asked2.delete(id2);
      answer({ problem: `the worker ended: ${String(error ?? "")}` });
    }
  };
  made.on("error", fail);
  made.on("exit", () => worker === made && fail());
  worker = made;
  return made;
}
function rebuild(parts) {
  return new Promise((resolve) => {
    const id2 = ++lastId;
    asked2.set(id2, resolve);
    warmWorker().postMessage({ id: id2, parts });
  });
}
async function compact(db, documentId, at2) {
  const stored = await loadBytes(db, documentId);
  if (!stored || stored.rows.length === 0) return null;
  if (stored.missing > 0 || stored.rows.some((row) => row.isDamaged)) return null;
  const parts = [...stored.snapshot ? [stored.snapshot.data] : [], ...stored.rows.flatMap((row) => row.updates)];
  const answer = await rebuild(parts.map((part) => new Uint8Array(part)));
  if ("problem" in answer) {
    log.warn({ documentId, problem: answer.problem }, "minutes: not compacted");
    return null;
  }
  const { data, vector } = answer;
  const deletesAt = findDeleteSet(data);
  readDeleteSet(data, deletesAt);
  const seq = stored.head;
  const sha256 = createHash2("sha256").update(data).digest("hex");
  return db.transaction(async (tx) => {
    const [moved] = await tx.update(documents).set({ snapshotSeq: seq }).where(and2(eq2(documents.id, documentId), lt2(documents.snapshotSeq, seq))).returning({ countyId: documents.countyId });
    if (!moved) return null;
    await tx.insert(documentSnapshots).values({ countyId: moved.countyId, documentId, seq, data, sha256, vector, deletesAt, at: at2 });
    return { seq, data, vector, deletesAt };
  });
}

// server/minutes/settle.ts
import { createHash as createHash3 } from "node:crypto";
import { and as and4, eq as eq4, sql as raw5 } from "drizzle-orm";
import * as Y5 from "yjs";

// server/minutes/model.ts
import * as Y4 from "yjs";
var maxDepth = 60;
var maxPlainText = 2e6;
var isAtomType = (name) => atomTypes.includes(name);
function readAtoms(doc, fragment) {
  const atoms = [];
  walk(doc.getXmlFragment(fragment), 0, (element) => {
    if (!isAtomType(element.nodeName)) return;
    const localId = parseLocalId(element.getAttribute("recordId"));
    atoms.push({ type: element.nodeName, localId, fragment, agendaItemId: itemOfFragment(fragment), element });
  });
  return atoms;
}
function walk(parent, depth, visit) {
  if (depth > maxDepth) return;
  for (const child of parent.toArray()) {
    if (!(child instanceof Y4.XmlElement)) continue;
    visit(child);
    walk(child, depth + 1, visit);
  }
}
function fieldsOf(doc, localId) {
  const map = doc.getMap(recordsRoot).get(localId);
  return map instanceof Y4.Map ? map.toJSON() : {};
}
function findCopies(atoms, homeOf) {
  const keepers = /* @__PURE__ */ new Map();
  const copies = [];
  for (const atom of atoms) {
    if (atom.localId === null) {
      copies.push(atom);
      continue;
    }
    const keeper = keepers.get(atom.localId);
    if (!keeper) keepers.set(atom.localId, atom);
    else if (isRather(atom, keeper, homeOf(atom.localId))) {
      copies.push(keeper);
      keepers.set(atom.localId, atom);
    } else copies.push(atom);
  }
  return copies;
}
function isRather(atom, keeper, home) {
  if (home !== null && atom.fragment === home !== (keeper.fragment === home)) return atom.fragment === home;
  const [a, b] = [atom.element._item?.id, keeper.element._item?.id];
  return a !== void 0 && b !== void 0 && a.client === b.client && a.clock < b.clock;
}
function textOfFragment(doc, fragment) {
  const lines = [];
  collectLines(doc, doc.getXmlFragment(fragment), 0, lines);
  return lines.join("\n").slice(0, maxPlainText);
}
function collectLines(doc, parent, depth, lines) {
  if (depth > maxDepth) return;
  let line2 = null;
  for (const child of parent.toArray()) {
    if (child instanceof Y4.XmlText) line2 = (line2 ?? "") + textOf(child);
    else if (child instanceof Y4.XmlElement) {
      if (child.nodeName === "hardBreak") {
        line2 = (line2 ?? "") + "\n";
        continue;
      }
      if (isAtomType(child.nodeName)) lines.push(...wordsOfRecord(doc, child));
      else collectLines(doc, child, depth + 1, lines);
    }
  }
  if (line2 !== null) lines.push(line2);
}
var textOf = (text11) => text11.toDelta().map((part) => typeof part.insert === "string" ? part.insert : "").join("");
function wordsOfRecord(doc, element) {
  const localId = parseLocalId(element.getAttribute("recordId"));
  if (localId === null) return [];
  const fields = fieldsOf(doc, localId);
  return ["title", "text", "deliverable", "owner"].map((name) => fields[name]).filter((value) => typeof value === "string" && value !== "");
}
function kindOfRoot(doc, name) {
  if (name === freeFragment || itemOfFragment(name) !== null) return "xml";
  if (name === recordsRoot) return "map";
  const root = doc.share.get(name);
  for (let item = root._start; item; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y4.ContentType) {
      return item.content.type instanceof Y4.XmlElement || item.content.type instanceof Y4.XmlText ? "xml" : "array";
    }
    if (item.content instanceof Y4.ContentString || item.content instanceof Y4.ContentFormat) return "text";
    return "array";
  }
  return root._map.size > 0 ? "map" : "text";
}
function plainTextOf(doc, items) {
  if (items) {
    return items.map((item) => `${item.title}
${textOfFragment(doc, fragmentOfItem(item.id))}`).join("\n\n").slice(0, maxPlainText);
  }
  const parts = [];
  for (const name of doc.share.keys()) {
    if (name === recordsRoot) continue;
    const kind = kindOfRoot(doc, name);
    if (kind === "xml") parts.push(textOfFragment(doc, name));
    else if (kind === "text") parts.push(textOf(doc.getText(name)));
  }
  return parts.join("\n\n").slice(0, maxPlainText);
}

// server/minutes/project.ts
import { and as and3, eq as eq3, max, sql as raw4 } from "drizzle-orm";
async function readHomes(tx, countyId2, documentId) {
  const homes = /* @__PURE__ */ new Map();
  for (const table of [decisions, actionItems]) {
    const rows = await tx.select({ localId: table.localId, agendaItemId: table.agendaItemId }).from(table).where(and3(eq3(table.countyId, countyId2), eq3(table.documentId, documentId)));
    for (const row of rows) homes.set(row.localId, row.agendaItemId ? fragmentOfItem(row.agendaItemId) : freeFragment);
  }
  return homes;
}
async function projectDecisions(tx, { countyId: countyId2, documentId, at: at2 }, found) {
  const mine = and3(eq3(decisions.countyId, countyId2), eq3(decisions.documentId, documentId));
  const rows = new Map((await tx.select().from(decisions).where(mine)).map((row) => [row.localId, row]));
  const sum = { added: 0, changed: 0, withdrawn: 0 };
  for (const { localId, agendaItemId, record } of found) {
    const row = rows.get(localId);
    rows.delete(localId);
    const values = { agendaItemId, kind: record.kind, text: record.text, withdrawnAt: null };
    if (!row) {
      if (record.text === "") continue;
      const id2 = DecisionId.parse(crypto.randomUUID());
      await tx.insert(decisions).values({ countyId: countyId2, id: id2, documentId, localId, ...values, createdAt: at2 });
      sum.added++;
    } else if (differs(row, values)) {
      await tx.update(decisions).set(values).where(and3(mine, eq3(decisions.id, row.id)));
      sum.changed++;
    }
  }
  for (const row of rows.values()) {
    if (row.withdrawnAt !== null) continue;
    await tx.update(decisions).set({ withdrawnAt: at2 }).where(and3(mine, eq3(decisions.id, row.id)));
    sum.withdrawn++;
  }
  return sum;
}
async function projectActionItems(tx, { countyId: countyId2, documentId, meetingId, at: at2 }, found) {
  const sum = { added: 0, changed: 0, withdrawn: 0 };
  const numbers = /* @__PURE__ */ new Map();
  const mine = and3(eq3(actionItems.countyId, countyId2), eq3(actionItems.documentId, documentId));
  const rows = new Map((await tx.select().from(actionItems).where(mine)).map((row) => [row.localId, row]));
  if (rows.size === 0 && found.length === 0) return { ...sum, numbers };
  await tx.execute(raw4`select pg_advisory_xact_lock(hashtextextended(${meetingId}, 2))`);
  const ofMeeting = and3(eq3(actionItems.countyId, countyId2), eq3(actionItems.meetingId, meetingId));
  const [last] = await tx.select({ number: max(actionItems.number) }).from(actionItems).where(ofMeeting);
  const [meeting] = await tx.select({ issueNumber: meetings.issueNumber }).from(meetings).where(and3(eq3(meetings.countyId, countyId2), eq3(meetings.id, meetingId)));
  const assisting = await readAssisting(tx, countyId2, documentId);
  let number = last?.number ?? 0;
  for (const { localId, agendaItemId, record } of found) {
    const row = rows.get(localId);
    rows.delete(localId);
    const { type: _type, assistingUnitIds, ...words } = record;
    const values = { ...words, agendaItemId, withdrawnAt: null };
    if (!row && record.title === "") continue;
    const id2 = row?.id ?? ActionItemId.parse(crypto.randomUUID());
    const areUnitsNew = !sameSet(assisting.get(id2) ?? [], assistingUnitIds);
    if (!row) {
      number++;
      await tx.insert(actionItems).values({ countyId: countyId2, id: id2, documentId, localId, meetingId, number, ...values, createdAt: at2, changedAt: at2 });
      sum.added++;
    } else if (differs(row, values) || areUnitsNew) {
      await tx.update(actionItems).set({ ...values, changedAt: at2 }).where(and3(mine, eq3(actionItems.id, id2)));
      sum.changed++;
    }
    if (areUnitsNew) await writeAssisting(tx, countyId2, id2, assistingUnitIds);
    numbers.set(localId, `${meeting.issueNumber}-${String(row?.number ?? number).padStart(2, "0")}`);
  }
  for (const row of rows.values()) {
    if (row.withdrawnAt !== null) continue;
    await tx.update(actionItems).set({ withdrawnAt: at2, changedAt: at2 }).where(and3(mine, eq3(actionItems.id, row.id)));
    sum.withdrawn++;
  }
  return { ...sum, numbers };
}
async function readAssisting(tx, countyId2, documentId) {
  const rows = await tx.select({ id: actionItemUnits.actionItemId, unitId: actionItemUnits.unitId }).from(actionItemUnits).innerJoin(
    actionItems,
    and3(eq3(actionItems.countyId, actionItemUnits.countyId), eq3(actionItems.id, actionItemUnits.actionItemId))
  ).where(and3(eq3(actionItems.countyId, countyId2), eq3(actionItems.documentId, documentId)));
  const units2 = /* @__PURE__ */ new Map();
  for (const row of rows) units2.set(row.id, [...units2.get(row.id) ?? [], row.unitId]);
  return units2;
}
async function writeAssisting(tx, countyId2, id2, unitIds) {
  await tx.delete(actionItemUnits).where(and3(eq3(actionItemUnits.countyId, countyId2), eq3(actionItemUnits.actionItemId, id2)));
  if (unitIds.length === 0) return;
  await tx.insert(actionItemUnits).values(unitIds.map((unitId) => ({ countyId: countyId2, actionItemId: id2, unitId })));
}
var differs = (row, values) => Object.entries(values).some(([name, value]) => row[name] !== value);
var sameSet = (a, b) => a.length === b.length && a.every((id2) => b.includes(id2));

// server/minutes/settle.ts
async function settle(db, documentId, at2) {
  let isIncomplete = false;
  const settled = await db.transaction(async (tx) => {
    await tx.execute(raw5`select pg_advisory_xact_lock(hashtextextended(${documentId}, 1))`);
    const [document] = await tx.select().from(documents).where(eq4(documents.id, documentId));
    if (!document || document.settledSeq >= document.head) return null;
    const stored = await loadBytes(tx, documentId);
    if (!stored) return null;
    isIncomplete = stored.missing > 0;
    if (isIncomplete) return null;
    const { doc, poisoned } = buildDoc(stored);
    if (poisoned.length > 0) log.error({ documentId, rows: poisoned.slice(0, 20) }, "minutes: rows that Yjs refuses");
    const { countyId: countyId2, meetingId } = document;
    const agenda = meetingId ? await tx.select({ id: agendaItems.id, title: agendaItems.title }).from(agendaItems).where(and4(eq4(agendaItems.countyId, countyId2), eq4(agendaItems.meetingId, meetingId))).orderBy(agendaItems.position) : null;
    const atoms = (agenda?.map((item) => fragmentOfItem(item.id)) ?? [freeFragment]).flatMap((f) => readAtoms(doc, f));
    const before = Y5.encodeStateVector(doc);
    const homes = await readHomes(tx, countyId2, documentId);
    if (!stored.isFrozen)
      giveCopiesTheirOwnId(
        doc,
        findCopies(atoms, (id2) => homes.get(id2) ?? null)
      );
    const problems = [];
    const found = readFound(doc, atoms, meetingId ? await unitsOfMeeting(tx, countyId2, meetingId) : /* @__PURE__ */ new Set(), problems);
    const scope = { countyId: countyId2, documentId, at: at2 };
    const decided = await projectDecisions(tx, scope, found.decisions);
    const tasks = meetingId ? await projectActionItems(tx, { ...scope, meetingId }, found.actionItems) : noRows;
    if (!stored.isFrozen) writeNumbers(doc, tasks.numbers);
    const own = Y5.encodeStateAsUpdate(doc, before);
    const isOwn = !stored.isFrozen && !Buffer.from(Y5.encodeStateVector(doc)).equals(Buffer.from(before));
    const seq = isOwn ? await appendOwn(tx, documentId, own, stored.head, at2) : stored.head;
    await tx.update(documents).set({ settledSeq: raw5`greatest(${documents.settledSeq}, ${seq})`, plainText: plainTextOf(doc, agenda) }).where(eq4(documents.id, documentId));
    const sum = {
      added: decided.added + tasks.added,
      changed: decided.changed + tasks.changed,
      withdrawn: decided.withdrawn + tasks.withdrawn
    };
    if (sum.added + sum.changed + sum.withdrawn > 0) {
      await recordEvent(
        tx,
        countyId2,
        { kind: "system" },
        { verb: "minutes.settle", thingId: documentId, detail: sum },
        at2
      );
    }
    await notify(tx, { kind: "settled", documentId });
    doc.destroy();
    return { seq, ...sum, problems };
  });
  if (isIncomplete) await quarantine(db, documentId, "read", at2);
  return settled;
}
var noRows = { added: 0, changed: 0, withdrawn: 0, numbers: /* @__PURE__ */ new Map() };
async function settleAll(db, now, limit = 200) {
  const rows = await db.select({ id: documents.id }).from(documents).where(raw5`${documents.settledSeq} < ${documents.head} and ${documents.quarantinedAt} is null`).limit(limit);
  let count = 0;
  for (const { id: id2 } of rows) {
    try {
      if (await settle(db, id2, now())) count++;
    } catch (error) {
      log.error({ err: error, documentId: id2 }, "minutes: could not settle");
    }
  }
  return count;
}
function giveCopiesTheirOwnId(doc, copies) {
  if (copies.length === 0) return;
  doc.transact(() => {
    const records = doc.getMap(recordsRoot);
    for (const atom of copies) {
      const place = atom.element._item?.id;
      const seed = `${atom.localId ?? ""}:${place?.client}:${place?.clock}`;
      const fresh = LocalId.parse(createHash3("sha256").update(seed).digest("base64url").slice(0, 20));
      const fields = atom.localId === null ? {} : fieldsOf(doc, atom.localId);
      const map = new Y5.Map();
      for (const [name, value] of Object.entries(fields)) if (name !== "number") map.set(name, value);
      records.set(fresh, map);
      atom.element.setAttribute("recordId", fresh);
      atom.localId = fresh;
    }
  });
}
function readFound(doc, atoms, units2, problems) {
  const decisions2 = [];
  const actionItems2 = [];
  for (const atom of atoms) {
    const { localId, agendaItemId } = atom;
    if (localId === null) continue;
    const read = readRecord(atom.type, fieldsOf(doc, localId));
    problems.push(...read.problems.map((name) => `${localId}.${name}`));
    const { record } = read;
    if (record.type === "decision") {
      decisions2.push({ localId, agendaItemId, record });
      continue;
    }
    if (record.leadUnitId !== null && !units2.has(record.leadUnitId)) {
      problems.push(`${localId}.leadUnitId`);
      record.leadUnitId = null;
    }
    record.assistingUnitIds = record.assistingUnitIds.filter((id2) => units2.has(id2));
    actionItems2.push({ localId, agendaItemId, record });
  }
  return { decisions: decisions2, actionItems: actionItems2 };
}
async function unitsOfMeeting(tx, countyId2, meetingId) {
  const rows = await tx.select({ id: bodyUnits.unitId }).from(meetings).innerJoin(bodyUnits, and4(eq4(bodyUnits.countyId, meetings.countyId), eq4(bodyUnits.bodyId, meetings.bodyId))).where(and4(eq4(meetings.countyId, countyId2), eq4(meetings.id, meetingId)));
  return new Set(rows.map((row) => row.id));
}
function writeNumbers(doc, numbers) {
  doc.transact(() => {
    for (const [localId, number] of numbers) {
      const map = doc.getMap(recordsRoot).get(localId);
      if (map instanceof Y5.Map && map.get("number") !== number) map.set("number", number);
    }
  });
}
async function appendOwn(tx, documentId, update, seenHead, at2) {
  const [row] = await tx.update(documents).set({ head: raw5`${documents.head} + 1` }).where(and4(eq4(documents.id, documentId), raw5`${documents.frozenAt} is null`)).returning({ countyId: documents.countyId, head: documents.head });
  if (!row) return seenHead;
  await tx.insert(documentUpdates).values({ countyId: row.countyId, documentId, seq: row.head, data: packUpdates([update]), at: at2 });
  await notify(tx, { kind: "document", documentId, head: row.head });
  return row.head === seenHead + 1 ? row.head : seenHead;
}

// server/live/caretaker.ts
var sweepMs = 1e4;
var Caretaker = class {
  constructor(db, registry, set) {
    this.db = db;
    this.registry = registry;
    this.set = set;
    const sweep = () => {
      this.enqueue("all", async () => void await settleAll(this.db, clock.now));
      this.enqueue("aside", async () => void await releaseSound(this.db, clock.now()));
    };
    this.sweep = set.settle ? setInterval(sweep, sweepMs) : null;
    this.first = set.settle ? setTimeout(sweep, Math.min(1e3, set.settle.quietMs)) : null;
  }
  db;
  registry;
  set;
  queue = /* @__PURE__ */ new Map();
  running = null;
  isClosed = false;
  sweep;
  first;
  /** Rows were committed, here or elsewhere. */
  noteCommit(document) {
    if (this.isClosed) return;
    const { updates, bytes } = this.set.compactAfter;
    const isLong = document.log.length > updates || document.logBytes > bytes;
    if (isLong && performance.now() > document.compactNotBefore) {
      document.compactNotBefore = performance.now() + 5e3;
      this.enqueue(`compact ${document.id}`, () => this.compact(document));
    }
    if (!this.set.settle) return;
    const now = performance.now();
    document.dirtySince ??= now;
    const wait = Math.min(this.set.settle.quietMs, document.dirtySince + this.set.settle.atMostMs - now);
    if (document.settleTimer) clearTimeout(document.settleTimer);
    document.settleTimer = setTimeout(() => this.settleNow(document), Math.max(0, wait));
  }
  settleNow(document) {
    document.settleTimer = null;
    document.dirtySince = null;
    this.enqueue(`settle ${document.id}`, async () => void await settle(this.db, document.id, clock.now()));
  }
  async compact(document) {
    const snapshot = await compact(this.db, document.id, clock.now());
    if (snapshot && this.registry.get(document.id) === document) document.adopt(snapshot);
  }
  enqueue(key, job) {
    if (this.isClosed) return;
    this.queue.set(key, job);
    this.running ??= this.run().finally(() => this.running = null);
  }
  async run() {
    for (const [key, job] of this.queue) {
      this.queue.delete(key);
      const from = performance.now();
      try {
        await job();
      } catch (error) {
        log.error({ err: error, job: key }, "minutes: a document could not be settled or compacted");
      }
      if (this.isClosed) return;
      await new Promise((resolve) => setTimeout(resolve, Math.min(500, 2 * (performance.now() - from))));
    }
  }
  /** Waits a little for the job under way; the rest is found again at the next start. */
  async finish() {
    this.close();
    if (this.running) await Promise.race([this.running, new Promise((resolve) => setTimeout(resolve, 2e3))]);
  }
  close() {
    this.isClosed = true;
    if (this.sweep) clearInterval(this.sweep);
    if (this.first) clearTimeout(this.first);
    this.queue.clear();
  }
};

// server/live/gate.ts
import { and as and10, eq as eq10 } from "drizzle-orm";

// server/credentials.ts
import { and as and8, eq as eq8, gt as gt2, isNull as isNull5 } from "drizzle-orm";

// server/people/read-person.ts
import { and as and5, eq as eq5, gte, isNull as isNull2, lte, or } from "drizzle-orm";
var dayIn = (timeZone, at2) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(at2);
async function readPerson(db, countyId2, personId, via, at2) {
  const [row] = await db.select({ name: people.name, adminRoles: people.adminRoles, timeZone: counties.timeZone }).from(people).innerJoin(counties, eq5(counties.id, people.countyId)).where(and5(eq5(people.countyId, countyId2), eq5(people.id, personId), isNull2(people.disabledAt)));
  if (!row) return null;
  const today = dayIn(row.timeZone, at2);
  const current = await db.select({ bodyId: memberships.bodyId, unitId: memberships.unitId, office: memberships.office }).from(memberships).where(
    and5(
      eq5(memberships.countyId, countyId2),
      eq5(memberships.personId, personId),
      lte(memberships.fromOn, today),
      or(isNull2(memberships.untilOn), gte(memberships.untilOn, today))
    )
  );
  return {
    kind: "person",
    countyId: countyId2,
    personId,
    name: row.name,
    adminRoles: row.adminRoles,
    memberships: current,
    ...via
  };
}

// server/people/sessions.ts
import { and as and6, eq as eq6, gt, isNull as isNull3 } from "drizzle-orm";
import { decode, encode } from "next-auth/jwt";
import { z as z5 } from "zod";

// server/env.ts
import { z as z4 } from "zod";
var port = z4.string().regex(/^\d+$/).transform(Number).pipe(z4.number().max(65535));
var url = (...protocols) => z4.string().refine(
  (text11) => {
    try {
      return protocols.includes(new URL(text11).protocol);
    } catch {
      return false;
    }
  },
  `an address starting with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`
);
var Env = z4.object({
  PORT: port.prefault("3000"),
  HTTPS_PORT: port.prefault("3443"),
  TLS_CERT: z4.string().optional(),
  TLS_KEY: z4.string().optional(),
  HOST: z4.string().default("0.0.0.0"),
  PUBLIC_URL: url("http:", "https:").optional(),
  DATA_DIR: z4.string().default(".data"),
  DATABASE_URL: url("postgres:", "postgresql:").optional(),
  REDIS_URL: url("redis:", "rediss:").optional(),
  LIVEKIT_URL: url("ws:", "wss:", "http:", "https:").optional(),
  LIVEKIT_API_KEY: z4.string().optional(),
  LIVEKIT_API_SECRET: z4.string().optional(),
  LIVEKIT_BIN: z4.string().optional(),
  AUTH_SECRET: z4.string().min(32).optional(),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  MAIL_FROM: z4.string().optional(),
  IMAP_URL: url("imap:", "imaps:").optional(),
  LOG_LEVEL: z4.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("warn"),
  TRUST_PROXY: z4.enum(["0", "1", "true", "false"]).default("0").transform((text11) => text11 === "1" || text11 === "true"),
  NODE_ENV: z4.enum(["development", "production", "test"]).default("production")
});
var Runtime = z4.object({
  databaseUrl: z4.string(),
  authSecret: z4.string(),
  /** Bearer for /metrics. */
  metricsToken: z4.string().default(""),
  dataDir: z4.string(),
  livekit: z4.object({ httpUrl: z4.string(), apiKey: z4.string(), apiSecret: z4.string() }).nullable().default(null),
  /** Why there is no video, told by the page; null while there is. */
  livekitMissing: z4.enum(["notInstalled", "starting", "unreachable"]).nullable().default("notInstalled"),
  /** Addresses people may open, best first: [local http, LAN https…]. */
  addresses: z4.object({ local: z4.string(), lan: z4.array(z4.string()), public: z4.string().nullable() }),
  mail: z4.boolean().default(false),
  databaseKind: z4.enum(["embedded", "external"]).default("embedded")
});
var seen;
function runtime() {
  const text11 = process.env.LIANXI_RUNTIME;
  if (text11 === void 0) throw new Error("runtime() before the house was started");
  if (seen?.text !== text11) seen = { text: text11, value: Runtime.parse(JSON.parse(text11)) };
  return seen.value;
}

// server/people/sessions.ts
var sessionMaxAgeS = 12 * 3600;
var idleMaxMs = 8 * 36e5;
var sessionCookieName = (secure) => secure ? "__Host-lianxi-session" : "lianxi-session";
var SessionToken = z5.object({ sid: SessionId, cid: CountyId });
async function readSession(db, cookie, at2) {
  const parsed = SessionToken.safeParse(await decode({ token: cookie, secret: runtime().authSecret }).catch(() => null));
  if (!parsed.success) return null;
  const { sid, cid } = parsed.data;
  const [row] = await db.select().from(sessions).where(and6(eq6(sessions.countyId, cid), eq6(sessions.id, sid), isNull3(sessions.endedAt), gt(sessions.expiresAt, at2)));
  if (!row || at2.getTime() - row.lastSeenAt.getTime() > idleMaxMs) return null;
  if (at2.getTime() - row.lastSeenAt.getTime() > 6e4) {
    await db.update(sessions).set({ lastSeenAt: at2 }).where(and6(eq6(sessions.countyId, cid), eq6(sessions.id, sid)));
  }
  return row;
}

// server/rooms/read-seat.ts
import { and as and7, desc, eq as eq7, isNull as isNull4, ne } from "drizzle-orm";

// server/secrets.ts
import { createHash as createHash4, randomBytes, timingSafeEqual } from "node:crypto";
var hashSecret = (secret) => createHash4("sha256").update(secret).digest("base64url");

// server/rooms/read-seat.ts
var deviceCookieName = (secure) => secure ? "__Host-lianxi-device" : "lianxi-device";
var columns = {
  countyId: seats.countyId,
  seatId: seats.id,
  meetingId: seats.meetingId,
  bodyId: meetings.bodyId,
  personId: seats.personId,
  unitId: seats.unitId,
  name: seats.name,
  role: seats.role,
  admission: seats.admission,
  bannedAt: seats.bannedAt,
  mayWrite: seats.mayWrite,
  floorSeatId: meetings.floorSeatId,
  meetingState: meetings.state
};
var toActor = ({ bannedAt, floorSeatId, ...row }, tokenId) => ({
  kind: "seat",
  ...row,
  isBanned: bannedAt !== null,
  hasFloor: floorSeatId === row.seatId,
  tokenId
});
var joinMeeting = and7(eq7(meetings.countyId, seats.countyId), eq7(meetings.id, seats.meetingId));
async function readSeat(db, countyId2, seatId, tokenId = null) {
  const [row] = await db.select(columns).from(seats).innerJoin(meetings, joinMeeting).where(and7(eq7(seats.countyId, countyId2), eq7(seats.id, seatId)));
  return row ? toActor(row, tokenId) : null;
}
async function readSeatOfPerson(db, countyId2, meetingId, personId) {
  const [row] = await db.select(columns).from(seats).innerJoin(meetings, joinMeeting).where(and7(eq7(seats.countyId, countyId2), eq7(seats.meetingId, meetingId), eq7(seats.personId, personId)));
  return row ? toActor(row, null) : null;
}
async function readSeatOfDevice(db, secret, meetingId) {
  const [row] = await db.select(columns).from(devices).innerJoin(
    seatDevices,
    and7(
      eq7(seatDevices.countyId, devices.countyId),
      eq7(seatDevices.deviceId, devices.id),
      isNull4(seatDevices.endedAt)
    )
  ).innerJoin(seats, and7(eq7(seats.countyId, seatDevices.countyId), eq7(seats.id, seatDevices.seatId))).innerJoin(meetings, joinMeeting).where(and7(eq7(devices.secretHash, hashSecret(secret)), eq7(seats.meetingId, meetingId))).orderBy(desc(seatDevices.createdAt)).limit(1);
  return row ? toActor(row, null) : null;
}

// server/credentials.ts
var actorsOf = ({ person, seat }) => {
  const actors = [seat, person].filter((actor) => actor !== null);
  return actors.length > 0 ? actors : [{ kind: "anonymous" }];
};
async function readCredentials(db, headers, meetingId, secure, at2) {
  if (headers.authorization !== void 0) return readBearer(db, headers.authorization, meetingId, at2);
  const cookies = parseCookies(headers.cookie ?? "");
  const sessionCookie = cookies.get(sessionCookieName(secure));
  const session = sessionCookie ? await readSession(db, sessionCookie, at2) : null;
  if (session) {
    const via = { sessionId: session.id, tokenId: null };
    const person = await readPerson(db, session.countyId, session.personId, via, at2);
    const seat = person && meetingId ? await readSeatOfPerson(db, person.countyId, meetingId, person.personId) : null;
    if (person && (seat || !meetingId)) return { person, seat };
    return { person, seat: await guestSeat(db, cookies, meetingId, secure) };
  }
  return { person: null, seat: await guestSeat(db, cookies, meetingId, secure) };
}
var guestSeat = async (db, cookies, meetingId, secure) => {
  const secret = cookies.get(deviceCookieName(secure));
  return secret && meetingId ? readSeatOfDevice(db, secret, meetingId) : null;
};
async function readBearer(db, header, meetingId, at2) {
  const nobody = { person: null, seat: null };
  const secret = /^Bearer ([A-Za-z0-9_-]{16,100})$/.exec(header)?.[1];
  if (!secret) return nobody;
  const [token] = await db.select().from(accessTokens).where(
    and8(
      eq8(accessTokens.secretHash, hashSecret(secret)),
      isNull5(accessTokens.revokedAt),
      gt2(accessTokens.expiresAt, at2)
    )
  );
  if (!token) return nobody;
  if (token.seatId) {
    const seat2 = await readSeat(db, token.countyId, token.seatId, token.id);
    return { person: null, seat: meetingId === null || seat2?.meetingId === meetingId ? seat2 : null };
  }
  const person = token.personId ? await readPerson(db, token.countyId, token.personId, { sessionId: null, tokenId: token.id }, at2) : null;
  const seat = person && meetingId ? await readSeatOfPerson(db, person.countyId, meetingId, person.personId) : null;
  return { person, seat };
}
function parseCookies(header) {
  const cookies = /* @__PURE__ */ new Map();
  for (const part of header.split(";")) {
    const split = part.indexOf("=");
    if (split < 1) continue;
    const name = part.slice(0, split).trim();
    const value = part.slice(split + 1).trim();
    if (!cookies.has(name)) cookies.set(name, safeDecode(value));
  }
  return cookies;
}
function safeDecode(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

// server/minutes/read.ts
import { and as and9, desc as desc2, eq as eq9 } from "drizzle-orm";

// server/minutes/blocks.ts
import * as Y6 from "yjs";

// server/minutes/read.ts
var columns2 = {
  countyId: documents.countyId,
  id: documents.id,
  title: documents.title,
  head: documents.head,
  epoch: documents.epoch,
  frozenAt: documents.frozenAt,
  quarantinedAt: documents.quarantinedAt,
  createdAt: documents.createdAt,
  meetingId: documents.meetingId,
  bodyId: meetings.bodyId
};
var joinMeeting2 = and9(eq9(meetings.countyId, documents.countyId), eq9(meetings.id, documents.meetingId));
async function readDocument(db, id2) {
  const [row] = await db.select(columns2).from(documents).leftJoin(meetings, joinMeeting2).where(eq9(documents.id, id2));
  if (!row) return null;
  return {
    thing: {
      kind: "document",
      countyId: row.countyId,
      documentId: row.id,
      // Set aside, it takes no writes either.
      isFrozen: row.frozenAt !== null || row.quarantinedAt !== null,
      meeting: row.meetingId && row.bodyId ? { meetingId: row.meetingId, bodyId: row.bodyId } : null
    },
    title: row.title,
    head: row.head,
    epoch: row.epoch,
    createdAt: row.createdAt
  };
}

// server/live/gate.ts
async function admit(db, asker, documentId) {
  const document = await readDocument(db, documentId);
  const meetingId = document?.thing.meeting?.meetingId ?? null;
  const credentials = await readCredentials(db, asker, meetingId, asker.secure, clock.now());
  const actors = actorsOf(credentials);
  if (actors[0].kind === "anonymous") throw new AppError("not_signed_in");
  if (!document || actors.every((actor) => "countyId" in actor && actor.countyId !== document.thing.countyId)) {
    throw new AppError("not_found");
  }
  const rights = documentRights(actors, document.thing);
  if (rights === null) {
    requireAccess(actors[0], "minutes.read", document.thing);
    throw new AppError("not_allowed");
  }
  const { seat, person } = credentials;
  return {
    rights,
    countyId: document.thing.countyId,
    documentId,
    meetingId,
    seatId: seat?.seatId ?? null,
    personId: person?.personId ?? seat?.personId ?? null,
    senderId: seat?.seatId ?? person.personId,
    user: {
      name: seat?.name ?? person.name,
      kind: await kindOfUnit(db, document.thing.countyId, unitOf(credentials, document.thing.meeting?.bodyId ?? null))
    }
  };
}
function unitOf({ seat, person }, bodyId) {
  if (seat?.unitId) return seat.unitId;
  const memberships2 = person?.memberships ?? [];
  return (memberships2.find((m) => m.bodyId === bodyId) ?? memberships2[0])?.unitId ?? null;
}
async function kindOfUnit(db, countyId2, unitId) {
  if (unitId === null) return null;
  const [row] = await db.select({ kind: units.kind }).from(units).where(and10(eq10(units.countyId, countyId2), eq10(units.id, unitId)));
  return row?.kind ?? null;
}

// server/minutes/store.ts
import postgres2 from "postgres";
var batchBytes = 512 * 1024;
var rowBytes = 256 * 1024;
var statementMs = 1e4;
var lockMs = 1e3;
var heldMs = 2e3;
function createFlusher(shared, now) {
  let sql10 = ownLine(shared);
  const waiting = /* @__PURE__ */ new Map();
  const bytesOf = /* @__PURE__ */ new Map();
  const heldUntil = /* @__PURE__ */ new Map();
  let pendingBytes = 0;
  let isBusy = false;
  let isClosed = false;
  let isScheduled = false;
  const wakeDrain = [];
  const count = { commits: 0, updates: 0, failures: 0, commitMs: 0 };
  const settleBytes = (part) => {
    const size = part.updates.reduce((sum, update) => sum + update.data.length, 0);
    pendingBytes -= size;
    const left = (bytesOf.get(part.sink) ?? 0) - size;
    if (left > 0) bytesOf.set(part.sink, left);
    else bytesOf.delete(part.sink);
  };
  function takeBatch() {
    const parts = [];
    const taken = /* @__PURE__ */ new Set();
    let room = batchBytes;
    for (const [sink, queue] of waiting) {
      if (room <= 0) break;
      if ((heldUntil.get(sink) ?? 0) > performance.now()) continue;
      if (taken.has(sink.id)) continue;
      taken.add(sink.id);
      let take = 0;
      for (; take < queue.length && (take === 0 || room > 0); take++) room -= queue[take].data.length;
      const updates = queue.splice(0, take);
      parts.push({ sink, updates, rows: toRows(updates) });
      waiting.delete(sink);
      if (queue.length > 0) waiting.set(sink, queue);
    }
    return parts;
  }
  async function run() {
    if (isBusy || isClosed) return;
    isBusy = true;
    try {
      while (waiting.size > 0 && !isClosed) {
        const parts = takeBatch();
        if (parts.length === 0) await pause(50);
        else await commit(parts);
      }
    } finally {
      isBusy = false;
      for (const wake of wakeDrain.splice(0)) wake();
    }
  }
  async function commit(parts) {
    for (let attempt = 0; parts.length > 0 && !isClosed; attempt++) {
      try {
        const from = performance.now();
        const committed = await write(sql10, parts, now());
        count.commitMs += performance.now() - from;
        finish(parts, committed);
        return;
      } catch (error) {
        count.failures++;
        if (error instanceof NoAnswer) {
          void sql10.end({ timeout: 0 }).catch(() => {
          });
          sql10 = ownLine(shared);
        }
        const isHeld = error.code === "55P03";
        if (isHeld || isTheDocumentsFault(error)) {
          if (parts.length > 1) {
            for (const part of parts) await commit([part]);
            return;
          }
          if (isHeld) return putBack(parts[0]);
          if (attempt >= 3) return refuse(parts[0], "failing", error);
        }
        if (attempt === 0 || attempt % 20 === 0)
          log.warn({ err: error, attempt }, "minutes: Postgres does not take updates");
        await pause(Math.min(500, 40 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random()));
      }
    }
  }
  function putBack({ sink, updates }) {
    heldUntil.set(sink, performance.now() + heldMs);
    waiting.set(sink, [...updates, ...waiting.get(sink) ?? []]);
  }
  function finish(parts, committed) {
    count.commits++;
    const byId = new Map(committed.map((row) => [row.id, row]));
    for (const part of parts) {
      const row = byId.get(part.sink.id);
      if (!row) {
        void whyRefused(sql10, part.sink.id).then((why) => refuse(part, why, null));
        continue;
      }
      const [base, head] = [Number(row.base), Number(row.head)];
      part.rows.forEach(({ updates }, index9) => updates.forEach((update) => update.seq = base + 1 + index9));
      count.updates += part.updates.length;
      settleBytes(part);
      heldUntil.delete(part.sink);
      part.sink.onCommitted(part.updates, base, head);
    }
    notifyHeads(sql10, committed);
  }
  function refuse(part, why, error) {
    log.warn({ err: error, documentId: part.sink.id, why, updates: part.updates.length }, "minutes: updates refused");
    settleBytes(part);
    heldUntil.delete(part.sink);
    part.sink.onRefused(part.updates, why);
  }
  return {
    push(sink, update) {
      const queue = waiting.get(sink);
      if (queue) queue.push(update);
      else waiting.set(sink, [update]);
      pendingBytes += update.data.length;
      bytesOf.set(sink, (bytesOf.get(sink) ?? 0) + update.data.length);
      if (isBusy || isScheduled) return;
      isScheduled = true;
      setImmediate(() => {
        isScheduled = false;
        void run();
      });
    },
    get pendingBytes() {
      return pendingBytes;
    },
    pendingBytesOf: (sink) => bytesOf.get(sink) ?? 0,
    get isBusy() {
      return isBusy;
    },
    async warm() {
      for (let n = 0; n < 2; n++) await write(sql10, [], now()).catch(() => {
      });
    },
    async drain(timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      while (pendingBytes > 0 && performance.now() < deadline) {
        void run();
        await Promise.race([new Promise((resolve) => wakeDrain.push(resolve)), pause(50)]);
      }
      return pendingBytes === 0;
    },
    stats: () => ({ ...count, pendingBytes }),
    async close() {
      isClosed = true;
      await sql10.end({ timeout: 1 }).catch(() => {
      });
    }
  };
}
function ownLine(shared) {
  const { options } = shared;
  const connection = {
    ...options.connection,
    plan_cache_mode: "force_generic_plan",
    lock_timeout: lockMs,
    // Whatever the database or the role is set to: a commit that does not wait for the disk is no promise.
    synchronous_commit: "on"
  };
  return postgres2({ ...options, max: 1, idle_timeout: 0, max_lifetime: null, connection });
}
function toRows(updates) {
  const rows = [];
  const open = /* @__PURE__ */ new Map();
  for (const update of updates) {
    let row = open.get(update.senderId);
    if (!row || row.bytes + update.data.length > rowBytes) {
      row = { senderId: update.senderId, updates: [], bytes: 0 };
      open.set(update.senderId, row);
      rows.push(row);
    }
    row.updates.push(update);
    row.bytes += update.data.length;
  }
  return rows.map((row) => ({
    senderId: row.senderId,
    updates: row.updates,
    data: packUpdates(row.updates.map((update) => update.data))
  }));
}
async function write(sql10, parts, at2) {
  const rows = parts.flatMap((part) => part.rows.map((row, index9) => ({ ...row, documentId: part.sink.id, index: index9 })));
  const blob = Buffer.concat(rows.map((row) => row.data));
  let offset = 0;
  const offsets = rows.map((row) => {
    const start = offset + 1;
    offset += row.data.length;
    return start;
  });
  const query = sql10`
    with c as (
      select * from unnest(
        ${parts.map((p) => p.sink.countyId)}::uuid[], ${parts.map((p) => p.sink.id)}::uuid[],
        ${parts.map((p) => p.rows.length)}::int[]) as c(county_id, id, n)
    ), lk as (
      select d.county_id, d.id, c.n from documents d join c using (county_id, id)
      where d.frozen_at is null and d.quarantined_at is null order by d.id for update of d
    ), h as (
      update documents d set head = d.head + lk.n from lk where d.county_id = lk.county_id and d.id = lk.id
      returning d.county_id, d.id, d.head - lk.n as base, d.head
    ), ins as (
      insert into document_updates (county_id, document_id, seq, data, sender_id, at)
      select h.county_id, h.id, h.base + 1 + x.k, substring(${blob}::bytea from x.start for x.len), x.sender, ${at2.toISOString()}::timestamptz
      from unnest(
        ${rows.map((row) => row.documentId)}::uuid[], ${rows.map((row) => row.index)}::int[], ${offsets}::int[],
        ${rows.map((row) => row.data.length)}::int[], ${rows.map((row) => row.senderId)}::uuid[]
      ) as x(id, k, start, len, sender) join h on h.id = x.id
    )
    select id, base, head from h`;
  return withDeadline(query, statementMs);
}
function notifyHeads(sql10, committed) {
  if (committed.length === 0) return;
  const payloads = committed.map(
    (row) => JSON.stringify({ kind: "document", documentId: row.id, head: Number(row.head) })
  );
  sql10`select pg_notify('lianxi', payload) from unnest(${payloads}::text[]) as n(payload)`.catch(() => {
  });
}
async function whyRefused(sql10, documentId) {
  const [row] = await sql10`
    select frozen_at is null and quarantined_at is not null as aside from documents where id = ${documentId}
  `.catch(() => [{ aside: false }]);
  if (!row) return "gone";
  return row.aside ? "failing" : "frozen";
}
var NoAnswer = class extends Error {
};
async function withDeadline(query, ms) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms} ms`)), ms);
  });
  query.catch(() => {
  });
  try {
    return await Promise.race([query, late]);
  } finally {
    clearTimeout(timer);
  }
}
var pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// server/live/minutes.ts
var defaults = {
  documentCap: 4e6,
  processCap: 64e6,
  idleMs: 6e4,
  keepaliveMs: 15e3,
  patienceMs: 3e4,
  antiEntropyMs: 5e3,
  settle: { quietMs: 2e3, atMostMs: 1e4 },
  compactAfter: { updates: 1e3, bytes: 256e3 }
};
function attachMinutes({ sql: sql10, db, options = {} }) {
  const set = { ...defaults, ...options };
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 3 * limits.step2 });
  const flusher = createFlusher(sql10, () => clock.now());
  const editors = /* @__PURE__ */ new Set();
  let isStopping = false;
  let accessNotices = 0;
  const registry = new Registry(db, {
    committed(document, entries) {
      tellViewers(document, entries);
      for (const editor of document.connections) editor.answerBarriers();
      resumeWriters();
      caretaker.noteCommit(document);
    },
    behind: (document) => void pull(document),
    refused: (document, why) => dropDocument(document, why)
  });
  const caretaker = new Caretaker(db, registry, set);
  const host = {
    store: (document, entry) => flusher.push(document, entry),
    isFull: (document) => flusher.pendingBytesOf(document) > set.documentCap || flusher.pendingBytes > set.processCap
  };
  function tellViewers(document, entries) {
    const viewers = [...document.connections].filter((editor) => !editor.isWriter);
    if (viewers.length === 0) return;
    for (const entry of entries) {
      const frame = updateFrame(entry.data);
      for (const viewer of viewers) viewer.sendLive(frame, entry);
    }
  }
  function resumeWriters() {
    if (flusher.pendingBytes > set.processCap / 2) return;
    for (const editor of editors) {
      if (!editor.isPausedForStore || flusher.pendingBytesOf(editor.document) > set.documentCap / 2) continue;
      editor.isPausedForStore = false;
      editor.ws.resume();
    }
  }
  function dropDocument(document, why) {
    registry.drop(document);
    if (why === "failing")
      quarantine(db, document.id, "write", clock.now()).catch(
        (error) => log.error({ err: error, documentId: document.id }, "minutes: a document could not be set aside")
      );
    const code = why === "gone" ? closeCode.notFound : closeCode.accessChanged;
    for (const editor of [...document.connections]) editor.close(code, why);
  }
  function noteHead(document, head) {
    document.headHeard = Math.max(document.headHeard, head);
    if (head > document.lastSeq && document.queued === document.committed) void pull(document);
  }
  async function pull(document) {
    document.isPullAsked = true;
    if (document.isPulling) return;
    document.isPulling = true;
    try {
      while (document.isPullAsked) {
        document.isPullAsked = false;
        const stored = await loadBytes(db, document.id, document.lastSeq);
        if (!stored) return dropDocument(document, "gone");
        if (stored.epoch !== document.epoch) return dropDocument(document, "frozen");
        for (const row of stored.rows) {
          if (document.hasRow(row.seq)) continue;
          for (const update of row.updates) takeForeign(document, update, row.seq, row.senderId);
          document.noteForeign(row.seq);
        }
        caretaker.noteCommit(document);
      }
    } catch (error) {
      log.warn({ err: error, documentId: document.id }, "minutes: rows of other nodes not read; asked again soon");
    } finally {
      document.isPulling = false;
    }
  }
  function takeForeign(document, update, seq, senderId) {
    const brings = tryRead(update);
    if (!brings || document.known.covers(brings)) return;
    const entry = document.append({ data: copy(update), senderId, seq });
    document.known.add(brings);
    const frame = updateFrame(entry.data);
    for (const editor of document.connections) editor.sendLive(frame, entry);
  }
  async function start(ws, rawId, asker, withExtensions) {
    ws.pause();
    const refuse = (error) => {
      const { code } = toAppError(error);
      if (code === "internal") log.warn({ err: error, documentId: rawId }, "minutes: could not open");
      const close = code === "internal" ? closeCode.tryLater : errorTable[code].close;
      ws.resume();
      ws.close(close, code);
      setTimeout(() => ws.terminate(), 2e3).unref();
    };
    ws.on("error", () => {
    });
    try {
      const parsed = DocumentId.safeParse(rawId);
      if (!parsed.success) throw new AppError("not_found");
      if (isStopping) return ws.close(closeCode.restarting, "restarting");
      const noticed = accessNotices;
      const admission = await admit(db, asker, parsed.data);
      const document = await registry.load(parsed.data);
      if (!document) throw new AppError("not_found");
      if (ws.readyState !== ws.OPEN || isStopping) return ws.terminate();
      const editor = new Editor(ws, document, asker, admission, host, withExtensions);
      join2(editor);
      if (noticed !== accessNotices) void askAgain(editor);
    } catch (error) {
      refuse(error);
    }
  }
  function join2(editor) {
    const { ws, document } = editor;
    editors.add(editor);
    document.connections.add(editor);
    document.idleSince = null;
    ws.on("message", (data, isBinary) => editor.hear(data, isBinary));
    ws.on("pong", () => editor.lastHeardAt = performance.now());
    ws.on("close", () => {
      editors.delete(editor);
      document.connections.delete(editor);
      leavePresence(document, editor);
      if (document.connections.size === 0) document.idleSince = performance.now();
    });
    editor.greet();
    ws.resume();
  }
  async function askAgain(editor, attempt = 0) {
    try {
      const now = await admit(db, editor.asker, editor.admission.documentId);
      const same = now.rights === editor.admission.rights && now.senderId === editor.admission.senderId;
      if (!same) editor.close(closeCode.accessChanged, "access changed");
    } catch (error) {
      const { code } = toAppError(error);
      if (code !== "internal") return editor.close(errorTable[code].close, code);
      if (attempt < 20 && editors.has(editor)) setTimeout(() => void askAgain(editor, attempt + 1), 250).unref();
      else editor.close(closeCode.tryLater, "unavailable");
    }
  }
  function onNotice(notice) {
    if (notice.kind === "document") {
      const document = registry.get(notice.documentId);
      if (document) noteHead(document, notice.head);
    } else if (notice.kind === "access") {
      accessNotices++;
      for (const editor of editors) {
        const { seatId, personId, meetingId, documentId } = editor.admission;
        const named = [notice.seatId, notice.personId, notice.documentId].some((id2) => id2 !== void 0);
        const concerns = named ? notice.seatId === seatId || notice.personId === personId || notice.documentId === documentId : notice.meetingId === void 0 || notice.meetingId === meetingId;
        if (concerns) void askAgain(editor);
      }
    }
  }
  async function compareWithPostgres() {
    const ids = [...registry.all()].map((document) => document.id);
    if (ids.length === 0) return;
    const rows = await sql10`
      select id, head, epoch from documents where id = any(${ids}::uuid[])`;
    for (const row of rows) {
      const document = registry.get(row.id);
      if (!document) continue;
      if (row.epoch !== document.epoch) dropDocument(document, "frozen");
      else noteHead(document, Number(row.head));
    }
  }
  function lookAround() {
    const now = performance.now();
    for (const editor of editors) {
      if (editor.isPausedForStore) continue;
      if (now - editor.lastHeardAt > 45e3) editor.ws.terminate();
      else if (now - editor.lastHeardAt > 2e4) editor.ws.ping();
      if (now - editor.lastSentAt > set.keepaliveMs) editor.send(keepaliveFrame);
    }
    for (const document of registry.all()) {
      if (document.gapSince !== null && now - document.gapSince > 5e3) {
        document.gapSince = document.known.hasGap ? now + 55e3 : null;
        for (const editor of document.connections) if (editor.isWriter) editor.askForMissing();
      }
      const isIdle = document.idleSince !== null && now - document.idleSince > set.idleMs;
      if (isIdle && document.queued === document.committed && !document.isPulling) registry.drop(document);
    }
  }
  function serveSlowReaders() {
    for (const editor of editors) {
      if (editor.lagFrom === null || editor.catchUp(set.patienceMs)) continue;
      editor.close(closeCode.tryLater, "not reading");
      editor.ws.terminate();
    }
  }
  const timers = [
    setInterval(lookAround, Math.min(5e3, set.keepaliveMs / 3, Math.max(50, set.idleMs / 3))),
    setInterval(serveSlowReaders, 100),
    setInterval(() => void compareWithPostgres().catch(() => {
    }), set.antiEntropyMs),
    // Tokens and terms end without a notice.
    setInterval(() => editors.forEach((editor) => void askAgain(editor)), 6e4)
  ];
  const listening = listen(sql10, onNotice, () => {
    accessNotices++;
    for (const editor of editors) void askAgain(editor);
    void compareWithPostgres().catch(() => {
    });
  });
  const warming = flusher.warm();
  listening.catch((error) => log.error({ err: error }, "minutes: cannot listen; hints come every few seconds"));
  return {
    /** Resolves when notices of other nodes are heard and the writer is warm. */
    ready: () => Promise.all([listening, warming]).then(() => {
    }),
    /** Accepts every upgrade and closes with a code where it refuses: after an HTTP error stock clients retry for ever. */
    handleUpgrade(req, socket, head, context) {
      const url2 = new URL(req.url ?? "/", "http://collab");
      const rawId = url2.pathname.replace(/^\/collab\//, "");
      const asker = {
        cookie: req.headers.cookie,
        authorization: req.headers.authorization,
        secure: context.secure
      };
      wss.handleUpgrade(req, socket, head, (ws) => {
        const { origin } = req.headers;
        if (origin !== void 0 && !context.origins(origin))
          return ws.close(errorTable.wrong_origin.close, "wrong_origin");
        void start(ws, rawId, asker, url2.searchParams.get("ext") === "1");
      });
    },
    /** Stops reading, writes what waits (up to `timeoutMs`), answers barriers, says 1012. Clients come back elsewhere. */
    async drain(timeoutMs = 8e3) {
      isStopping = true;
      for (const editor of editors) editor.ws.pause();
      const isWritten = await flusher.drain(timeoutMs);
      if (!isWritten)
        log.error({ bytes: flusher.pendingBytes }, "minutes: stopping with updates nobody was told are saved");
      for (const editor of [...editors]) editor.close(closeCode.restarting, "restarting");
      for (const ws of wss.clients) if (ws.readyState === ws.OPEN) ws.close(closeCode.restarting, "restarting");
      await caretaker.finish();
    },
    async close() {
      isStopping = true;
      timers.forEach(clearInterval);
      await Promise.all([flusher.close(), caretaker.finish()]);
      for (const ws of wss.clients) ws.terminate();
      for (const document of [...registry.all()]) registry.drop(document);
      wss.close();
      await listening.then((stop) => stop()).catch(() => {
      });
    },
    stats: () => ({
      connections: editors.size,
      documents: registry.size,
      mostBuffered: Math.max(0, ...[...editors].map((editor) => editor.ws.bufferedAmount)),
      ...flusher.stats()
    })
  };
}

// server/minutes/create-document.ts
import * as Y7 from "yjs";

// tests/support/collab.ts
async function startCollab(databaseUrl, options = {}, port2 = 0) {
  const connection = connect(databaseUrl, { max: 6 });
  const minutes = attachMinutes({ ...connection, options });
  const server2 = createServer((_req, res) => res.writeHead(404).end());
  server2.on(
    "upgrade",
    (req, socket, head) => minutes.handleUpgrade(req, socket, head, {
      origins: (origin) => origin === "http://localhost",
      secure: false,
      ip: "127.0.0.1"
    })
  );
  await new Promise((resolve) => server2.listen(port2, "127.0.0.1", resolve));
  await minutes.ready();
  const end = async () => {
    await minutes.close();
    server2.closeAllConnections();
    await new Promise((resolve) => server2.close(resolve));
    await connection.end();
  };
  const at2 = server2.address().port;
  return {
    port: at2,
    url: `ws://127.0.0.1:${at2}/collab`,
    minutes,
    connection,
    stop: async () => {
      await minutes.drain();
      await end();
    },
    kill: end
  };
}
var ownTypes = {
  [messageType.auth]: "auth",
  [messageType.hello]: "hello",
  [messageType.rejected]: "rejected"
};

// tests/fault/collab-process.ts
var told = JSON.parse(process.argv[2]);
if (told.answersEarly) {
  const liar = Editor.prototype;
  liar.hearBarrier = function(payload) {
    this.send(durableFrame(payload));
  };
}
var server = await startCollab(told.databaseUrl, told.options, told.port);
process.on("SIGTERM", () => void server.stop().then(() => process.exit(0)));
process.on("disconnect", () => process.exit(0));
process.on(
  "message",
  () => process.send({ ...server.minutes.stats(), residentBytes: process.memoryUsage.rss(), port: server.port })
);
process.send({ port: server.port });
