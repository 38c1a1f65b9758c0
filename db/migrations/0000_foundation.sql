CREATE TABLE "action_item_changes" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"action_item_id" uuid NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"remark" text DEFAULT '' NOT NULL,
	"by_name" text NOT NULL,
	"by_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "action_item_changes_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "action_item_units" (
	"county_id" uuid NOT NULL,
	"action_item_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	CONSTRAINT "action_item_units_county_id_action_item_id_unit_id_pk" PRIMARY KEY("county_id","action_item_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "action_items" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"local_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"agenda_item_id" uuid,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"lead_unit_id" uuid,
	"owner" text DEFAULT '' NOT NULL,
	"deliverable" text DEFAULT '' NOT NULL,
	"due_on" date,
	"state" text DEFAULT 'todo' NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "action_items_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "action_items_state" CHECK ("action_items"."state" in ('todo','doing','toVerify','done','stopped'))
);
--> statement-breakpoint
CREATE TABLE "bodies" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"level" text NOT NULL,
	"charter" text DEFAULT '' NOT NULL,
	"established_on" date,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bodies_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "bodies_level" CHECK ("bodies"."level" in ('county','school')),
	CONSTRAINT "bodies_name" CHECK (char_length("bodies"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "body_units" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"is_lead" boolean DEFAULT false NOT NULL,
	CONSTRAINT "body_units_county_id_body_id_unit_id_pk" PRIMARY KEY("county_id","body_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"office" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	CONSTRAINT "memberships_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "memberships_office" CHECK ("memberships"."office" in ('convenor','deputy-convenor','member','liaison','secretary','observer'))
);
--> statement-breakpoint
CREATE TABLE "series" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "series_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "series_kind" CHECK ("series"."kind" in ('joint','liaison','coordination','parents-assembly','parents-committee','exchange','working-group'))
);
--> statement-breakpoint
CREATE TABLE "units" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "units_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "units_kind" CHECK ("units"."kind" in ('government','department','school','family','society')),
	CONSTRAINT "units_name" CHECK (char_length("units"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "counties" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"level" text DEFAULT 'county' NOT NULL,
	"division_code" text,
	"time_zone" text NOT NULL,
	"locale" text NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "counties_level" CHECK ("counties"."level" in ('county','prefecture','province')),
	CONSTRAINT "counties_locale" CHECK ("counties"."locale" in ('zh-Hans','zh-Hant','en')),
	CONSTRAINT "counties_name" CHECK (char_length("counties"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "event_heads" (
	"county_id" uuid NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"county_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"verb" text NOT NULL,
	"thing_id" uuid,
	"result" text NOT NULL,
	"from_address" text,
	"detail" jsonb NOT NULL,
	CONSTRAINT "events_county_id_seq_pk" PRIMARY KEY("county_id","seq")
);
--> statement-breakpoint
CREATE TABLE "agenda_items" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"topic_id" uuid,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"presenter_unit_id" uuid,
	"minutes_planned" integer NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "agenda_items_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "agenda_items_title" CHECK (char_length("agenda_items"."title") between 1 and 200),
	CONSTRAINT "agenda_items_minutes" CHECK ("agenda_items"."minutes_planned" between 0 and 600)
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"title" text NOT NULL,
	"issue_number" integer NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"opened_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"join_code" text NOT NULL,
	"is_locked" boolean DEFAULT false NOT NULL,
	"current_agenda_item_id" uuid,
	"floor_seat_id" uuid,
	"floor_since" timestamp with time zone,
	"signal_seq" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "meetings_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "meetings_state" CHECK ("meetings"."state" in ('planned','live','ended')),
	CONSTRAINT "meetings_title" CHECK (char_length("meetings"."title") between 1 and 200),
	CONSTRAINT "meetings_order" CHECK ("meetings"."starts_at" < "meetings"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"local_id" text NOT NULL,
	"agenda_item_id" uuid,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decisions_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "decisions_kind" CHECK ("decisions"."kind" in ('decided','agreed-in-principle','noted','deferred'))
);
--> statement-breakpoint
CREATE TABLE "document_snapshots" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"data" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	"vector" "bytea" NOT NULL,
	"deletes_at" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "document_snapshots_county_id_document_id_seq_pk" PRIMARY KEY("county_id","document_id","seq")
);
--> statement-breakpoint
CREATE TABLE "document_updates" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"data" "bytea" NOT NULL,
	"sender_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "document_updates_county_id_document_id_seq_pk" PRIMARY KEY("county_id","document_id","seq")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"meeting_id" uuid,
	"title" text NOT NULL,
	"head" bigint DEFAULT 0 NOT NULL,
	"snapshot_seq" bigint DEFAULT 0 NOT NULL,
	"settled_seq" bigint DEFAULT 0 NOT NULL,
	"plain_text" text DEFAULT '' NOT NULL,
	"frozen_at" timestamp with time zone,
	"epoch" integer DEFAULT 1 NOT NULL,
	"quarantined_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "documents_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "documents_kind" CHECK ("documents"."kind" in ('minutes','free') and (("documents"."kind" = 'minutes') = ("documents"."meeting_id" is not null)))
);
--> statement-breakpoint
CREATE TABLE "access_tokens" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid,
	"seat_id" uuid,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "access_tokens_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "access_tokens_one_holder" CHECK (("access_tokens"."person_id" is null) <> ("access_tokens"."seat_id" is null))
);
--> statement-breakpoint
CREATE TABLE "account_links" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "account_links_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "account_links_purpose" CHECK ("account_links"."purpose" in ('invitation','sign-in','reset'))
);
--> statement-breakpoint
CREATE TABLE "people" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"user_name" text,
	"email" text,
	"phone" text,
	"password_hash" text,
	"admin_roles" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "people_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "people_name" CHECK (char_length("people"."name") between 1 and 80)
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"user_agent" text DEFAULT '' NOT NULL,
	CONSTRAINT "sessions_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "chat_messages" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"seat_id" uuid NOT NULL,
	"text" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "chat_messages_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "chat_messages_text" CHECK (char_length("chat_messages"."text") between 1 and 2000)
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "devices_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "media_events" (
	"county_id" uuid NOT NULL,
	"id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"seat_id" uuid,
	"participant_sid" text,
	"event" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"received_seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "media_events_received_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "media_events_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "seat_devices" (
	"county_id" uuid NOT NULL,
	"seat_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "seat_devices_county_id_seat_id_device_id_pk" PRIMARY KEY("county_id","seat_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "seat_links" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"seat_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "seat_links_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "seats" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid,
	"unit_id" uuid,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"admission" text DEFAULT 'expected' NOT NULL,
	"word" text,
	"may_write" boolean DEFAULT false NOT NULL,
	"hand_raised_at" timestamp with time zone,
	"requested_at" timestamp with time zone,
	"admitted_at" timestamp with time zone,
	"banned_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "seats_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "seats_role" CHECK ("seats"."role" in ('chair','secretary','speaker','listener','observer')),
	CONSTRAINT "seats_admission" CHECK ("seats"."admission" in ('expected','waiting','admitted','refused')),
	CONSTRAINT "seats_name" CHECK (char_length("seats"."name") between 1 and 80)
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"proposed_by_unit_id" uuid,
	"title" text NOT NULL,
	"problem" text DEFAULT '' NOT NULL,
	"facts" text DEFAULT '' NOT NULL,
	"wish" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"parked_reason" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "topics_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "topics_state" CHECK ("topics"."state" in ('proposed','accepted','scheduled','discussed','resolved','parked')),
	CONSTRAINT "topics_title" CHECK (char_length("topics"."title") between 1 and 200),
	CONSTRAINT "topics_parked_reason" CHECK ("topics"."state" <> 'parked' or "topics"."parked_reason" is not null)
);
--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD CONSTRAINT "action_item_changes_county_id_action_item_id_action_items_county_id_id_fk" FOREIGN KEY ("county_id","action_item_id") REFERENCES "public"."action_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_item_units" ADD CONSTRAINT "action_item_units_county_id_action_item_id_action_items_county_id_id_fk" FOREIGN KEY ("county_id","action_item_id") REFERENCES "public"."action_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_item_units" ADD CONSTRAINT "action_item_units_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_lead_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","lead_unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "body_units" ADD CONSTRAINT "body_units_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "body_units" ADD CONSTRAINT "body_units_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_county_id_body_id_unit_id_body_units_county_id_body_id_unit_id_fk" FOREIGN KEY ("county_id","body_id","unit_id") REFERENCES "public"."body_units"("county_id","body_id","unit_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_heads" ADD CONSTRAINT "event_heads_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_county_id_topic_id_topics_county_id_id_fk" FOREIGN KEY ("county_id","topic_id") REFERENCES "public"."topics"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_county_id_presenter_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","presenter_unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_county_id_series_id_series_county_id_id_fk" FOREIGN KEY ("county_id","series_id") REFERENCES "public"."series"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_snapshots" ADD CONSTRAINT "document_snapshots_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_updates" ADD CONSTRAINT "document_updates_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_events" ADD CONSTRAINT "media_events_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_devices" ADD CONSTRAINT "seat_devices_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_devices" ADD CONSTRAINT "seat_devices_county_id_device_id_devices_county_id_id_fk" FOREIGN KEY ("county_id","device_id") REFERENCES "public"."devices"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_links" ADD CONSTRAINT "seat_links_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_county_id_proposed_by_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","proposed_by_unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "action_item_changes_item" ON "action_item_changes" USING btree ("county_id","action_item_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "action_items_in_document" ON "action_items" USING btree ("county_id","document_id","local_id");--> statement-breakpoint
CREATE UNIQUE INDEX "action_items_number" ON "action_items" USING btree ("county_id","meeting_id","number");--> statement-breakpoint
CREATE INDEX "action_items_ledger" ON "action_items" USING btree ("county_id","state","due_on");--> statement-breakpoint
CREATE UNIQUE INDEX "body_units_one_lead" ON "body_units" USING btree ("county_id","body_id") WHERE "body_units"."is_lead";--> statement-breakpoint
CREATE INDEX "memberships_person" ON "memberships" USING btree ("county_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "event_heads_county" ON "event_heads" USING btree ("county_id");--> statement-breakpoint
CREATE INDEX "events_thing" ON "events" USING btree ("county_id","thing_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agenda_items_position" ON "agenda_items" USING btree ("county_id","meeting_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_join_code" ON "meetings" USING btree ("join_code");--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_issue_number" ON "meetings" USING btree ("county_id","body_id","series_id","issue_number");--> statement-breakpoint
CREATE INDEX "meetings_when" ON "meetings" USING btree ("county_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_in_document" ON "decisions" USING btree ("county_id","document_id","local_id");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_id" ON "documents" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_meeting" ON "documents" USING btree ("county_id","meeting_id");--> statement-breakpoint
CREATE INDEX "documents_unsettled" ON "documents" USING btree ("id") WHERE "documents"."settled_seq" < "documents"."head";--> statement-breakpoint
CREATE UNIQUE INDEX "access_tokens_secret" ON "access_tokens" USING btree ("secret_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "account_links_secret" ON "account_links" USING btree ("secret_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "people_user_name" ON "people" USING btree ("county_id","user_name");--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree ("county_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "people_phone" ON "people" USING btree ("county_id","phone");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("county_id","person_id");--> statement-breakpoint
CREATE INDEX "chat_messages_order" ON "chat_messages" USING btree ("county_id","meeting_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "devices_secret" ON "devices" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "seat_devices_device" ON "seat_devices" USING btree ("county_id","device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "seat_links_secret" ON "seat_links" USING btree ("secret_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "seats_one_per_person" ON "seats" USING btree ("county_id","meeting_id","person_id");--> statement-breakpoint
CREATE INDEX "seats_meeting" ON "seats" USING btree ("county_id","meeting_id","admission");--> statement-breakpoint
CREATE INDEX "topics_body" ON "topics" USING btree ("county_id","body_id","state");