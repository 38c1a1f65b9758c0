ALTER TABLE "series" ADD COLUMN "template" jsonb;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "section" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "is_follow_up" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "agenda_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "agenda_items_one_follow_up" ON "agenda_items" USING btree ("county_id","meeting_id") WHERE "agenda_items"."is_follow_up";--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_section" CHECK (char_length("agenda_items"."section") <= 80);--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_follow_up" CHECK (not ("agenda_items"."is_follow_up" and ("agenda_items"."is_restricted" or "agenda_items"."topic_id" is not null)));