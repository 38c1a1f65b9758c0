CREATE TABLE "body_quorums" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"numerator" integer,
	"denominator" integer,
	"count" integer,
	CONSTRAINT "body_quorums_county_id_body_id_kind_pk" PRIMARY KEY("county_id","body_id","kind"),
	CONSTRAINT "body_quorums_kind" CHECK ("body_quorums"."kind" in ('government','department','school','family','society')),
	CONSTRAINT "body_quorums_one_way" CHECK (("body_quorums"."count" > 0 and "body_quorums"."numerator" is null and "body_quorums"."denominator" is null)
        or ("body_quorums"."count" is null and "body_quorums"."numerator" > 0 and "body_quorums"."numerator" <= "body_quorums"."denominator"))
);
--> statement-breakpoint
CREATE TABLE "charter_versions" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"in_force_from" date NOT NULL,
	"why" text NOT NULL,
	"by_person_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "charter_versions_county_id_body_id_number_pk" PRIMARY KEY("county_id","body_id","number"),
	CONSTRAINT "charter_versions_text" CHECK (char_length("charter_versions"."text") between 1 and 40000),
	CONSTRAINT "charter_versions_why" CHECK (char_length("charter_versions"."why") between 1 and 400)
);
--> statement-breakpoint
CREATE TABLE "register_places" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"code" text,
	"name" text NOT NULL,
	"parent_id" uuid,
	"body_id" uuid,
	"is_noted" boolean DEFAULT false NOT NULL,
	"established_on" date,
	"evidence" text DEFAULT '' NOT NULL,
	"evidence_number" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "register_places_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "register_places_kind" CHECK ("register_places"."kind" in ('county','township','school')),
	CONSTRAINT "register_places_name" CHECK (char_length("register_places"."name") between 1 and 120),
	CONSTRAINT "register_places_code_form" CHECK ("register_places"."code" ~ '^[0-9A-Za-z]{2,20}$'),
	CONSTRAINT "register_places_one_body" CHECK (not ("register_places"."is_noted" and "register_places"."body_id" is not null)),
	CONSTRAINT "register_places_date" CHECK ("register_places"."established_on" is null or ("register_places"."is_noted" and char_length("register_places"."evidence") > 0))
);
--> statement-breakpoint
CREATE TABLE "deputies" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deputies_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "deputies_term" CHECK ("deputies"."until_on" >= "deputies"."from_on")
);
--> statement-breakpoint
CREATE TABLE "proxies" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"person_id" uuid,
	"name" text NOT NULL,
	"seat_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "proxies_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "proxies_name" CHECK (char_length("proxies"."name") between 1 and 80)
);
--> statement-breakpoint
ALTER TABLE "bodies" ADD COLUMN "evidence" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "bodies" ADD COLUMN "evidence_number" text;--> statement-breakpoint
ALTER TABLE "bodies" ADD COLUMN "convening_office" text;--> statement-breakpoint
ALTER TABLE "bodies" ADD COLUMN "convening_unit_id" uuid;--> statement-breakpoint
ALTER TABLE "bodies" ADD COLUMN "proposers" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "bodies" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "body_units" ADD COLUMN "taken_out_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "end_reason" text;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "changed_by_person_id" uuid;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "cadence_every" integer;--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "cadence_unit" text;--> statement-breakpoint
ALTER TABLE "counties" ADD COLUMN "quiet_from" text DEFAULT '21:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "counties" ADD COLUMN "quiet_until" text DEFAULT '07:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "seats" ADD COLUMN "term_end" text;--> statement-breakpoint
ALTER TABLE "body_quorums" ADD CONSTRAINT "body_quorums_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charter_versions" ADD CONSTRAINT "charter_versions_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charter_versions" ADD CONSTRAINT "charter_versions_county_id_by_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","by_person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_places" ADD CONSTRAINT "register_places_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_places" ADD CONSTRAINT "register_places_county_id_parent_id_register_places_county_id_id_fk" FOREIGN KEY ("county_id","parent_id") REFERENCES "public"."register_places"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_places" ADD CONSTRAINT "register_places_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deputies" ADD CONSTRAINT "deputies_county_id_membership_id_memberships_county_id_id_fk" FOREIGN KEY ("county_id","membership_id") REFERENCES "public"."memberships"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deputies" ADD CONSTRAINT "deputies_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxies" ADD CONSTRAINT "proxies_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxies" ADD CONSTRAINT "proxies_county_id_membership_id_memberships_county_id_id_fk" FOREIGN KEY ("county_id","membership_id") REFERENCES "public"."memberships"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxies" ADD CONSTRAINT "proxies_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxies" ADD CONSTRAINT "proxies_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "register_places_code" ON "register_places" USING btree ("county_id","kind","code");--> statement-breakpoint
CREATE UNIQUE INDEX "register_places_body" ON "register_places" USING btree ("county_id","body_id");--> statement-breakpoint
CREATE INDEX "register_places_order" ON "register_places" USING btree ("county_id","kind","name");--> statement-breakpoint
CREATE INDEX "deputies_person" ON "deputies" USING btree ("county_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deputies_once" ON "deputies" USING btree ("county_id","membership_id","person_id") WHERE "deputies"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "proxies_one_per_place" ON "proxies" USING btree ("county_id","meeting_id","membership_id") WHERE "proxies"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "proxies_seat" ON "proxies" USING btree ("county_id","seat_id");--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_county_id_id_convening_unit_id_body_units_county_id_body_id_unit_id_fk" FOREIGN KEY ("county_id","id","convening_unit_id") REFERENCES "public"."body_units"("county_id","body_id","unit_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_county_id_changed_by_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","changed_by_person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "memberships_body" ON "memberships" USING btree ("county_id","body_id");--> statement-breakpoint
CREATE UNIQUE INDEX "units_name" ON "units" USING btree ("county_id","kind","name");--> statement-breakpoint
-- By hand: the charter there is becomes its first version.
INSERT INTO "charter_versions" ("county_id", "body_id", "number", "text", "in_force_from", "why", "created_at")
SELECT "county_id", "id", 1, left("charter", 40000), coalesce("established_on", "created_at"::date), '—', "created_at" FROM "bodies" WHERE "charter" <> '';--> statement-breakpoint
ALTER TABLE "bodies" DROP COLUMN "charter";--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_convening_office" CHECK ("bodies"."convening_office" in ('convenor','deputy-convenor','secretary'));--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_proposers" CHECK ("bodies"."proposers" <@ array['convenor','deputy-convenor','member','liaison','secretary']::text[]);--> statement-breakpoint
ALTER TABLE "body_units" ADD CONSTRAINT "body_units_lead_is_in" CHECK (not ("body_units"."is_lead" and "body_units"."taken_out_at" is not null));--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_term" CHECK ("memberships"."until_on" >= "memberships"."from_on");--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_end_reason" CHECK (char_length("memberships"."end_reason") between 1 and 400);--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_cadence" CHECK (("series"."cadence_every" is null) = ("series"."cadence_unit" is null));--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_cadence_every" CHECK ("series"."cadence_every" between 1 and 60);--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_cadence_unit" CHECK ("series"."cadence_unit" in ('week','month'));--> statement-breakpoint
ALTER TABLE "counties" ADD CONSTRAINT "counties_quiet" CHECK ("counties"."quiet_from" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and "counties"."quiet_until" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$');--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_term_end" CHECK ("seats"."term_end" in ('undecided','speaker','observer'));