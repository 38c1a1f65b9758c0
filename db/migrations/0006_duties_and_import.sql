CREATE TABLE "duties" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"title" text NOT NULL,
	"content" text DEFAULT '' NOT NULL,
	"law" text DEFAULT '' NOT NULL,
	"article" text DEFAULT '' NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"lead_unit_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "duties_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "duties_in_body" UNIQUE("county_id","body_id","id"),
	CONSTRAINT "duties_title" CHECK (char_length("duties"."title") between 1 and 120),
	CONSTRAINT "duties_term" CHECK ("duties"."until_on" is null or "duties"."until_on" >= "duties"."from_on"),
	CONSTRAINT "duties_end" CHECK (("duties"."ended_at" is null) = ("duties"."end_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "duty_changes" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"duty_id" uuid NOT NULL,
	"field" text NOT NULL,
	"was" text DEFAULT '' NOT NULL,
	"now" text DEFAULT '' NOT NULL,
	"by_name" text NOT NULL,
	"by_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "duty_changes_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "duty_changes_field" CHECK ("duty_changes"."field" in ('created','title','content','law','article','fromOn','untilOn','lead','assisting','position','ended'))
);
--> statement-breakpoint
CREATE TABLE "duty_units" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"duty_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	CONSTRAINT "duty_units_county_id_duty_id_unit_id_pk" PRIMARY KEY("county_id","duty_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "import_batches" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"by_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"state" text NOT NULL,
	"rows" jsonb,
	"problems" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"problem_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"stored_at" timestamp with time zone,
	CONSTRAINT "import_batches_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "import_batches_state" CHECK ("import_batches"."state" in ('ready','refused','stored','expired')),
	CONSTRAINT "import_batches_rows" CHECK (("import_batches"."state" = 'ready') = ("import_batches"."rows" is not null)),
	CONSTRAINT "import_batches_stored" CHECK (("import_batches"."state" = 'stored') = ("import_batches"."stored_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "duty_id" uuid;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "duty_body_id" uuid;--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_county_id_body_id_lead_unit_id_body_units_county_id_body_id_unit_id_fk" FOREIGN KEY ("county_id","body_id","lead_unit_id") REFERENCES "public"."body_units"("county_id","body_id","unit_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_changes" ADD CONSTRAINT "duty_changes_county_id_duty_id_duties_county_id_id_fk" FOREIGN KEY ("county_id","duty_id") REFERENCES "public"."duties"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_units" ADD CONSTRAINT "duty_units_county_id_body_id_duty_id_duties_county_id_body_id_id_fk" FOREIGN KEY ("county_id","body_id","duty_id") REFERENCES "public"."duties"("county_id","body_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_units" ADD CONSTRAINT "duty_units_county_id_body_id_unit_id_body_units_county_id_body_id_unit_id_fk" FOREIGN KEY ("county_id","body_id","unit_id") REFERENCES "public"."body_units"("county_id","body_id","unit_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_county_id_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "duties_order" ON "duties" USING btree ("county_id","body_id","position");--> statement-breakpoint
CREATE INDEX "duty_changes_duty" ON "duty_changes" USING btree ("county_id","duty_id","at");--> statement-breakpoint
CREATE INDEX "import_batches_expiry" ON "import_batches" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_duty_body_id_duty_id_duties_county_id_body_id_id_fk" FOREIGN KEY ("county_id","duty_body_id","duty_id") REFERENCES "public"."duties"("county_id","body_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "action_items_duty_id" ON "action_items" USING btree ("county_id","duty_id");--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_in_body" UNIQUE("county_id","id","body_id");--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_duty" CHECK (("action_items"."duty_id" is null) = ("action_items"."duty_body_id" is null));--> statement-breakpoint
-- by hand
-- An item's duty is of the body whose meeting decided the item.
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_duty_of_meeting_body" FOREIGN KEY ("county_id","meeting_id","duty_body_id") REFERENCES "public"."meetings"("county_id","id","body_id") ON DELETE no action ON UPDATE no action;
