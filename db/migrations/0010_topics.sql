CREATE TABLE "topic_changes" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"topic_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"word" text DEFAULT '' NOT NULL,
	"before" jsonb,
	"other_topic_id" uuid,
	"by_person_id" uuid,
	"meeting_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "topic_changes_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "topic_changes_kind" CHECK ("topic_changes"."kind" in ('proposed','edited','accepted','parked','merged','took-in','scheduled','taken-off','discussed','resolved','reopened'))
);
--> statement-breakpoint
CREATE TABLE "topic_doors" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"code" text NOT NULL,
	"is_open" boolean NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "topic_doors_county_id_body_id_pk" PRIMARY KEY("county_id","body_id")
);
--> statement-breakpoint
ALTER TABLE "topics" DROP CONSTRAINT "topics_state";--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "proposed_by_person_id" uuid;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "author_name" text;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "author_secret_hash" text;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "topic_changes" ADD CONSTRAINT "topic_changes_county_id_topic_id_topics_county_id_id_fk" FOREIGN KEY ("county_id","topic_id") REFERENCES "public"."topics"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_changes" ADD CONSTRAINT "topic_changes_county_id_other_topic_id_topics_county_id_id_fk" FOREIGN KEY ("county_id","other_topic_id") REFERENCES "public"."topics"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_changes" ADD CONSTRAINT "topic_changes_county_id_by_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","by_person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_changes" ADD CONSTRAINT "topic_changes_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_doors" ADD CONSTRAINT "topic_doors_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "topic_changes_topic" ON "topic_changes" USING btree ("county_id","topic_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "topic_doors_code" ON "topic_doors" USING btree ("code");--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_county_id_proposed_by_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","proposed_by_person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_county_id_merged_into_id_topics_county_id_id_fk" FOREIGN KEY ("county_id","merged_into_id") REFERENCES "public"."topics"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "topics_merged_into" ON "topics" USING btree ("county_id","merged_into_id");--> statement-breakpoint
CREATE UNIQUE INDEX "topics_author_secret" ON "topics" USING btree ("author_secret_hash");--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_merged" CHECK (("topics"."state" = 'merged') = ("topics"."merged_into_id" is not null));--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_merged_elsewhere" CHECK ("topics"."merged_into_id" <> "topics"."id");--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_tags" CHECK (cardinality("topics"."tags") <= 11);--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_state" CHECK ("topics"."state" in ('proposed','accepted','scheduled','discussed','resolved','parked','merged'));