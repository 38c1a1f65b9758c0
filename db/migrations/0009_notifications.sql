CREATE TABLE "notification_choices" (
	"county_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"group" text NOT NULL,
	"by_mail" boolean NOT NULL,
	CONSTRAINT "notification_choices_county_id_person_id_group_pk" PRIMARY KEY("county_id","person_id","group")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"thing_kind" text NOT NULL,
	"thing_id" uuid NOT NULL,
	"moment" text NOT NULL,
	"detail" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"due_after" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"sent_by" text,
	CONSTRAINT "notifications_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "notifications_sent_by" CHECK ("notifications"."sent_by" in ('letter','digest','page')),
	CONSTRAINT "notifications_settled" CHECK (("notifications"."settled_at" is null) = ("notifications"."sent_by" is null)),
	CONSTRAINT "notifications_moment" CHECK (char_length("notifications"."moment") <= 120)
);
--> statement-breakpoint
ALTER TABLE "notification_choices" ADD CONSTRAINT "notification_choices_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_once" ON "notifications" USING btree ("county_id","person_id","kind","thing_id","moment");--> statement-breakpoint
CREATE INDEX "notifications_of" ON "notifications" USING btree ("county_id","person_id","created_at");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("county_id","person_id") WHERE "notifications"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_due" ON "notifications" USING btree ("due_after") WHERE "notifications"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_thing" ON "notifications" USING btree ("county_id","thing_id");