CREATE TABLE "county_days" (
	"county_id" uuid NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "county_days_county_id_day_pk" PRIMARY KEY("county_id","day"),
	CONSTRAINT "county_days_kind" CHECK ("county_days"."kind" in ('off','working')),
	CONSTRAINT "county_days_name" CHECK (char_length("county_days"."name") between 1 and 40)
);
--> statement-breakpoint
CREATE TABLE "series_exceptions" (
	"county_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"occurrence_on" date NOT NULL,
	"moved_to" date,
	CONSTRAINT "series_exceptions_county_id_series_id_occurrence_on_pk" PRIMARY KEY("county_id","series_id","occurrence_on"),
	CONSTRAINT "series_exceptions_moved" CHECK ("series_exceptions"."moved_to" <> "series_exceptions"."occurrence_on")
);
--> statement-breakpoint
CREATE TABLE "series_rules" (
	"county_id" uuid NOT NULL,
	"series_id" uuid NOT NULL,
	"every" integer NOT NULL,
	"pattern" text NOT NULL,
	"weekdays" integer[] NOT NULL,
	"nth" integer NOT NULL,
	"start_time" text NOT NULL,
	"minutes" integer NOT NULL,
	"begins_on" date NOT NULL,
	"until" date,
	"count" integer,
	"on_day_off" text NOT NULL,
	"is_weekend_off" boolean NOT NULL,
	"title" text NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"liaison_series_id" uuid,
	"liaison_days" integer,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "series_rules_county_id_series_id_pk" PRIMARY KEY("county_id","series_id"),
	CONSTRAINT "series_rules_every" CHECK ("series_rules"."every" between 1 and 60),
	CONSTRAINT "series_rules_pattern" CHECK ("series_rules"."pattern" in ('week','month-day','month-weekday')),
	CONSTRAINT "series_rules_weekdays" CHECK ("series_rules"."weekdays" <@ array[1,2,3,4,5,6,7]),
	CONSTRAINT "series_rules_nth" CHECK (case "series_rules"."pattern" when 'week' then "series_rules"."nth" = 0 and cardinality("series_rules"."weekdays") > 0 when 'month-day' then ("series_rules"."nth" between 1 and 28 or "series_rules"."nth" = -1) and cardinality("series_rules"."weekdays") = 0 else "series_rules"."nth" in (1,2,3,4,-1) and cardinality("series_rules"."weekdays") = 1 end),
	CONSTRAINT "series_rules_start" CHECK ("series_rules"."start_time" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
	CONSTRAINT "series_rules_minutes" CHECK ("series_rules"."minutes" between 10 and 720),
	CONSTRAINT "series_rules_end" CHECK ("series_rules"."until" is null or "series_rules"."count" is null),
	CONSTRAINT "series_rules_until" CHECK ("series_rules"."until" >= "series_rules"."begins_on"),
	CONSTRAINT "series_rules_count" CHECK ("series_rules"."count" between 1 and 500),
	CONSTRAINT "series_rules_day_off" CHECK ("series_rules"."on_day_off" in ('skip','next')),
	CONSTRAINT "series_rules_title" CHECK (char_length("series_rules"."title") between 1 and 200),
	CONSTRAINT "series_rules_liaison" CHECK (("series_rules"."liaison_series_id" is null) = ("series_rules"."liaison_days" is null)),
	CONSTRAINT "series_rules_liaison_other" CHECK ("series_rules"."liaison_series_id" <> "series_rules"."series_id"),
	CONSTRAINT "series_rules_liaison_days" CHECK ("series_rules"."liaison_days" between 1 and 60)
);
--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "occurrence_on" date;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "prepares_meeting_id" uuid;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "untold_changes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "untold_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "county_days" ADD CONSTRAINT "county_days_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_exceptions" ADD CONSTRAINT "series_exceptions_county_id_series_id_series_rules_county_id_series_id_fk" FOREIGN KEY ("county_id","series_id") REFERENCES "public"."series_rules"("county_id","series_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_rules" ADD CONSTRAINT "series_rules_county_id_series_id_series_county_id_id_fk" FOREIGN KEY ("county_id","series_id") REFERENCES "public"."series"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_rules" ADD CONSTRAINT "series_rules_county_id_liaison_series_id_series_county_id_id_fk" FOREIGN KEY ("county_id","liaison_series_id") REFERENCES "public"."series"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_county_id_prepares_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","prepares_meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_occurrence" ON "meetings" USING btree ("county_id","series_id","occurrence_on");--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_prepares" ON "meetings" USING btree ("county_id","prepares_meeting_id");