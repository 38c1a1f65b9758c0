CREATE TABLE "attendance_entries" (
	"county_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"position" integer NOT NULL,
	"membership_id" uuid,
	"seat_id" uuid,
	"unit_id" uuid,
	"name" text NOT NULL,
	"standing" text NOT NULL,
	"proxy_name" text,
	"is_on_site" boolean NOT NULL,
	"arrived_at" timestamp with time zone,
	"left_at" timestamp with time zone,
	CONSTRAINT "attendance_entries_county_id_meeting_id_number_position_pk" PRIMARY KEY("county_id","meeting_id","number","position"),
	CONSTRAINT "attendance_entries_standing" CHECK ("attendance_entries"."standing" in ('present','observer','excused','absent','proxy')),
	CONSTRAINT "attendance_entries_proxy" CHECK (("attendance_entries"."standing" = 'proxy') = ("attendance_entries"."proxy_name" is not null)),
	CONSTRAINT "attendance_entries_order" CHECK ("attendance_entries"."left_at" >= "attendance_entries"."arrived_at"),
	CONSTRAINT "attendance_entries_name" CHECK (char_length("attendance_entries"."name") between 1 and 80)
);
--> statement-breakpoint
CREATE TABLE "attendance_stays" (
	"county_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"witness" text NOT NULL,
	"id" text NOT NULL,
	"seat_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"seen_until" timestamp with time zone NOT NULL,
	CONSTRAINT "attendance_stays_county_id_meeting_id_witness_id_pk" PRIMARY KEY("county_id","meeting_id","witness","id"),
	CONSTRAINT "attendance_stays_witness" CHECK ("attendance_stays"."witness" in ('media','line','room')),
	CONSTRAINT "attendance_stays_order" CHECK ("attendance_stays"."since" <= "attendance_stays"."seen_until")
);
--> statement-breakpoint
CREATE TABLE "attendance_versions" (
	"county_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"by_person_id" uuid,
	"confirmed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attendance_versions_county_id_meeting_id_number_pk" PRIMARY KEY("county_id","meeting_id","number"),
	CONSTRAINT "attendance_versions_number" CHECK ("attendance_versions"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "floor_turns" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"seat_id" uuid NOT NULL,
	"agenda_item_id" uuid,
	"kind" text NOT NULL,
	"seconds_allowed" integer,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "floor_turns_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "floor_turns_kind" CHECK ("floor_turns"."kind" in ('turn','order')),
	CONSTRAINT "floor_turns_seconds" CHECK ("floor_turns"."seconds_allowed" between 10 and 7200),
	CONSTRAINT "floor_turns_end" CHECK ("floor_turns"."ended_at" >= "floor_turns"."started_at")
);
--> statement-breakpoint
CREATE TABLE "written_questions" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"seat_id" uuid,
	"agenda_item_id" uuid,
	"text" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "written_questions_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "written_questions_text" CHECK (char_length("written_questions"."text") between 1 and 1000)
);
--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "acting_chair_seat_id" uuid;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "speaking_seconds" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "has_reactions" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "may_ask_unnamed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_messages" ADD COLUMN "scope" text DEFAULT 'room' NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_messages" ADD COLUMN "restricted_item_id" uuid;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "hand_kind" text DEFAULT 'turn' NOT NULL;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "is_co_chair" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "on_site_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "on_site_left_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "shares_with_seat_id" uuid;--> statement-breakpoint
ALTER TABLE "attendance_entries" ADD CONSTRAINT "attendance_entries_county_id_meeting_id_number_attendance_versions_county_id_meeting_id_number_fk" FOREIGN KEY ("county_id","meeting_id","number") REFERENCES "public"."attendance_versions"("county_id","meeting_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_entries" ADD CONSTRAINT "attendance_entries_county_id_membership_id_memberships_county_id_id_fk" FOREIGN KEY ("county_id","membership_id") REFERENCES "public"."memberships"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_entries" ADD CONSTRAINT "attendance_entries_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_entries" ADD CONSTRAINT "attendance_entries_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_stays" ADD CONSTRAINT "attendance_stays_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_stays" ADD CONSTRAINT "attendance_stays_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_versions" ADD CONSTRAINT "attendance_versions_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_versions" ADD CONSTRAINT "attendance_versions_county_id_by_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","by_person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "floor_turns" ADD CONSTRAINT "floor_turns_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "floor_turns" ADD CONSTRAINT "floor_turns_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "floor_turns" ADD CONSTRAINT "floor_turns_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_questions" ADD CONSTRAINT "written_questions_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_questions" ADD CONSTRAINT "written_questions_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_questions" ADD CONSTRAINT "written_questions_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendance_stays_seat" ON "attendance_stays" USING btree ("county_id","seat_id","witness");--> statement-breakpoint
CREATE INDEX "floor_turns_order" ON "floor_turns" USING btree ("county_id","meeting_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "floor_turns_open" ON "floor_turns" USING btree ("county_id","meeting_id") WHERE "floor_turns"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "written_questions_order" ON "written_questions" USING btree ("county_id","meeting_id","asked_at");--> statement-breakpoint
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_county_id_restricted_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","restricted_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_county_id_shares_with_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","shares_with_seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_scope" CHECK ("chat_messages"."scope" in ('room','waiting','chairs'));--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_hand_kind" CHECK ("seats"."hand_kind" in ('turn','order'));--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_on_site" CHECK ("seats"."on_site_left_at" is null or "seats"."on_site_at" <= "seats"."on_site_left_at");--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_shares" CHECK ("seats"."shares_with_seat_id" <> "seats"."id");