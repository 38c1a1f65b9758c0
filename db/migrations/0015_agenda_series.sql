CREATE TABLE "holidays" (
	"county_id" uuid NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	CONSTRAINT "holidays_county_id_day_pk" PRIMARY KEY("county_id","day"),
	CONSTRAINT "holidays_kind" CHECK ("holidays"."kind" in ('off','work'))
);
--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "place" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "starts_at_time" text DEFAULT '14:30' NOT NULL;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "minutes" integer DEFAULT 90 NOT NULL;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "rule" text;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "rule_from" date;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "template" jsonb;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "section" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "is_follow_up" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "agenda_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "planned_for" date;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "settles_meeting_id" uuid;--> statement-breakpoint
ALTER TABLE "holidays" ADD CONSTRAINT "holidays_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_county_id_settles_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","settles_meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agenda_items_one_follow_up" ON "agenda_items" USING btree ("county_id","meeting_id") WHERE "agenda_items"."is_follow_up";--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_planned_for" ON "meetings" USING btree ("county_id","series_id","planned_for");--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_minutes" CHECK ("series"."minutes" between 5 and 1440);--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_time" CHECK ("series"."starts_at_time" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$');--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_rule" CHECK (("series"."rule" is null) = ("series"."rule_from" is null));--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_section" CHECK (char_length("agenda_items"."section") <= 80);--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_follow_up" CHECK (not ("agenda_items"."is_follow_up" and ("agenda_items"."is_restricted" or "agenda_items"."topic_id" is not null)));--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_settles_another" CHECK ("meetings"."settles_meeting_id" <> "meetings"."id");