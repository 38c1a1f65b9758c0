CREATE TABLE "file_quotas" (
	"county_id" uuid PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "files" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"media_type" text,
	"bytes" bigint NOT NULL,
	"sha256" text,
	"uploader_id" uuid NOT NULL,
	"body_id" uuid,
	"topic_id" uuid,
	"meeting_id" uuid,
	"agenda_item_id" uuid,
	"action_item_id" uuid,
	"state" text DEFAULT 'uploading' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "files_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "files_state" CHECK ("files"."state" in ('uploading','ready','removed')),
	CONSTRAINT "files_ready" CHECK ("files"."state" = 'uploading' or ("files"."sha256" is not null and "files"."media_type" is not null)),
	CONSTRAINT "files_removed" CHECK (("files"."state" = 'removed') = ("files"."removed_at" is not null)),
	CONSTRAINT "files_one_place" CHECK (num_nonnulls("files"."body_id", "files"."topic_id", "files"."meeting_id", "files"."agenda_item_id", "files"."action_item_id") = 1),
	CONSTRAINT "files_name" CHECK (char_length("files"."name") between 1 and 120),
	CONSTRAINT "files_bytes" CHECK ("files"."bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"wording_version" integer NOT NULL,
	"given_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "consents_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "consents_purpose" CHECK ("consents"."purpose" in ('roomName','photoEvidence')),
	CONSTRAINT "consents_answer" CHECK ("consents"."given_at" is not null or "consents"."withdrawn_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"state" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decided_by_id" uuid,
	"decided_at" timestamp with time zone,
	"reason" text DEFAULT '' NOT NULL,
	"runs_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"number" integer,
	CONSTRAINT "erasures_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "erasures_state" CHECK ("erasures"."state" in ('asked','confirmed','withdrawn','declined','done')),
	CONSTRAINT "erasures_confirmed" CHECK ("erasures"."state" <> 'confirmed' or "erasures"."runs_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "retention" (
	"county_id" uuid PRIMARY KEY NOT NULL,
	"session_days" integer NOT NULL,
	"link_days" integer NOT NULL,
	"device_days" integer NOT NULL,
	"chat_days" integer,
	"cooling_days" integer NOT NULL,
	CONSTRAINT "retention_days" CHECK (least("retention"."session_days", "retention"."link_days", "retention"."device_days", "retention"."cooling_days") >= 1)
);
--> statement-breakpoint
ALTER TABLE "file_quotas" ADD CONSTRAINT "file_quotas_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_county_id_uploader_id_people_county_id_id_fk" FOREIGN KEY ("county_id","uploader_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_county_id_topic_id_topics_county_id_id_fk" FOREIGN KEY ("county_id","topic_id") REFERENCES "public"."topics"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_county_id_action_item_id_action_items_county_id_id_fk" FOREIGN KEY ("county_id","action_item_id") REFERENCES "public"."action_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_county_id_decided_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","decided_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention" ADD CONSTRAINT "retention_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "files_id" ON "files" USING btree ("id");--> statement-breakpoint
CREATE INDEX "files_body" ON "files" USING btree ("county_id","body_id");--> statement-breakpoint
CREATE INDEX "files_topic" ON "files" USING btree ("county_id","topic_id");--> statement-breakpoint
CREATE INDEX "files_meeting" ON "files" USING btree ("county_id","meeting_id");--> statement-breakpoint
CREATE INDEX "files_agenda_item" ON "files" USING btree ("county_id","agenda_item_id");--> statement-breakpoint
CREATE INDEX "files_action_item" ON "files" USING btree ("county_id","action_item_id");--> statement-breakpoint
CREATE INDEX "files_sha256" ON "files" USING btree ("county_id","sha256");--> statement-breakpoint
CREATE INDEX "files_waiting" ON "files" USING btree ("created_at") WHERE "files"."state" <> 'ready';--> statement-breakpoint
CREATE UNIQUE INDEX "consents_one_in_force" ON "consents" USING btree ("county_id","person_id","purpose") WHERE "consents"."withdrawn_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "erasures_one_open" ON "erasures" USING btree ("county_id","person_id") WHERE "erasures"."state" in ('asked','confirmed');--> statement-breakpoint
CREATE UNIQUE INDEX "erasures_number" ON "erasures" USING btree ("county_id","number");--> statement-breakpoint
CREATE INDEX "erasures_due" ON "erasures" USING btree ("runs_at") WHERE "erasures"."state" = 'confirmed';