CREATE TABLE "county_security" (
	"county_id" uuid PRIMARY KEY NOT NULL,
	"password_profile" text NOT NULL,
	"idle_minutes" integer NOT NULL,
	"absolute_minutes" integer NOT NULL,
	"requires_second_factor" boolean NOT NULL,
	CONSTRAINT "county_security_profile" CHECK ("county_security"."password_profile" in ('asvs','mlps')),
	CONSTRAINT "county_security_idle" CHECK ("county_security"."idle_minutes" between 5 and 1440),
	CONSTRAINT "county_security_absolute" CHECK ("county_security"."absolute_minutes" between 60 and 10080)
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"to_address" text NOT NULL,
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"next_try_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "mails_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "password_dates" (
	"county_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "password_dates_county_id_person_id_pk" PRIMARY KEY("county_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"county_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_county_id_person_id_code_hash_pk" PRIMARY KEY("county_id","person_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"county_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "second_factors_county_id_person_id_pk" PRIMARY KEY("county_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "from_address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "awaits" text;--> statement-breakpoint
ALTER TABLE "county_security" ADD CONSTRAINT "county_security_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_county_id_link_id_account_links_county_id_id_fk" FOREIGN KEY ("county_id","link_id") REFERENCES "public"."account_links"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_dates" ADD CONSTRAINT "password_dates_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("next_try_at","county_id","id") WHERE "mails"."next_try_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "mails_link" ON "mails" USING btree ("county_id","link_id");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_awaits" CHECK ("sessions"."awaits" in ('code','enrolment'));