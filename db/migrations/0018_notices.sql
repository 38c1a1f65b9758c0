CREATE TABLE "calendar_feeds" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "calendar_feeds_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "meeting_reminders" (
	"county_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"lead" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	CONSTRAINT "meeting_reminders_county_id_meeting_id_lead_starts_at_pk" PRIMARY KEY("county_id","meeting_id","lead","starts_at"),
	CONSTRAINT "meeting_reminders_lead" CHECK ("meeting_reminders"."lead" in ('d3','d1','h1'))
);
--> statement-breakpoint
CREATE TABLE "notice_links" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid,
	"unit_id" uuid,
	"secret_hash" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "notice_links_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "notice_links_one_holder" CHECK (("notice_links"."person_id" is null) <> ("notice_links"."unit_id" is null))
);
--> statement-breakpoint
CREATE TABLE "notice_units" (
	"county_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	CONSTRAINT "notice_units_county_id_meeting_id_unit_id_pk" PRIMARY KEY("county_id","meeting_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"county_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"greeting" text DEFAULT '' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"title" text NOT NULL,
	"place" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"agenda" jsonb NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"sent_by_id" uuid,
	CONSTRAINT "notices_county_id_meeting_id_version_pk" PRIMARY KEY("county_id","meeting_id","version"),
	CONSTRAINT "notices_kind" CHECK ("notices"."kind" in ('notice','change','cancellation')),
	CONSTRAINT "notices_first" CHECK (("notices"."kind" = 'notice') = ("notices"."version" = 1))
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"county_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"answer" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"proxy_id" uuid,
	"via" text NOT NULL,
	"by_person_id" uuid,
	"replied_at" timestamp with time zone NOT NULL,
	"for_version" integer NOT NULL,
	CONSTRAINT "replies_county_id_meeting_id_membership_id_pk" PRIMARY KEY("county_id","meeting_id","membership_id"),
	CONSTRAINT "replies_answer" CHECK ("replies"."answer" in ('attend','decline','proxy')),
	CONSTRAINT "replies_proxy" CHECK (("replies"."answer" = 'proxy') = ("replies"."proxy_id" is not null)),
	CONSTRAINT "replies_via" CHECK ("replies"."via" in ('app','link','phone','ics')),
	CONSTRAINT "replies_note" CHECK (char_length("replies"."note") <= 200)
);
--> statement-breakpoint
ALTER TABLE "mails" ALTER COLUMN "link_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "cancelled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "key" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_reminders" ADD CONSTRAINT "meeting_reminders_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_links" ADD CONSTRAINT "notice_links_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_links" ADD CONSTRAINT "notice_links_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_links" ADD CONSTRAINT "notice_links_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_units" ADD CONSTRAINT "notice_units_county_id_meeting_id_body_id_meetings_county_id_id_body_id_fk" FOREIGN KEY ("county_id","meeting_id","body_id") REFERENCES "public"."meetings"("county_id","id","body_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_units" ADD CONSTRAINT "notice_units_county_id_body_id_unit_id_body_units_county_id_body_id_unit_id_fk" FOREIGN KEY ("county_id","body_id","unit_id") REFERENCES "public"."body_units"("county_id","body_id","unit_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_county_id_sent_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","sent_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_county_id_membership_id_memberships_county_id_id_fk" FOREIGN KEY ("county_id","membership_id") REFERENCES "public"."memberships"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_county_id_proxy_id_proxies_county_id_id_fk" FOREIGN KEY ("county_id","proxy_id") REFERENCES "public"."proxies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_county_id_by_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","by_person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feeds_secret" ON "calendar_feeds" USING btree ("secret_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feeds_one" ON "calendar_feeds" USING btree ("county_id","person_id") WHERE "calendar_feeds"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "calendar_feeds_person" ON "calendar_feeds" USING btree ("county_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_links_secret" ON "notice_links" USING btree ("secret_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_links_person" ON "notice_links" USING btree ("county_id","meeting_id","person_id") WHERE "notice_links"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "notice_links_unit" ON "notice_links" USING btree ("county_id","meeting_id","unit_id") WHERE "notice_links"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "mails_key" ON "mails" USING btree ("county_id","key");--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_cancelled" CHECK ("meetings"."cancelled_at" is null or "meetings"."state" = 'planned');--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_about" CHECK (("mails"."link_id" is null) <> ("mails"."key" is null));