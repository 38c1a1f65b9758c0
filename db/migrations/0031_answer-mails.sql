CREATE TABLE "answer_mails" (
	"county_id" uuid NOT NULL,
	"key" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "answer_mails_county_id_key_pk" PRIMARY KEY("county_id","key"),
	CONSTRAINT "answer_mails_outcome" CHECK ("answer_mails"."outcome" in ('recorded','old','closed','tentative','stranger','unreadable','words','bounced'))
);
--> statement-breakpoint
ALTER TABLE "replies" DROP CONSTRAINT "replies_via";--> statement-breakpoint
ALTER TABLE "notice_links" ADD COLUMN "token_hash" text;--> statement-breakpoint
ALTER TABLE "answer_mails" ADD CONSTRAINT "answer_mails_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_mails" ADD CONSTRAINT "answer_mails_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_mails_meeting" ON "answer_mails" USING btree ("county_id","meeting_id","read_at");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_links_token" ON "notice_links" USING btree ("token_hash");--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_via" CHECK ("replies"."via" in ('app','link','phone','ics','mail'));