CREATE TABLE "identity_requests" (
	"county_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"person_id" uuid,
	"session_id" uuid,
	"back" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "identity_requests_county_id_state_hash_pk" PRIMARY KEY("county_id","state_hash"),
	CONSTRAINT "identity_requests_binder" CHECK (("identity_requests"."person_id" is null) = ("identity_requests"."session_id" is null))
);
--> statement-breakpoint
CREATE TABLE "person_identities" (
	"county_id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"person_id" uuid NOT NULL,
	"bound_by" text NOT NULL,
	"bound_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "person_identities_county_id_issuer_subject_pk" PRIMARY KEY("county_id","issuer","subject"),
	CONSTRAINT "person_identities_bound_by" CHECK ("person_identities"."bound_by" in ('person','email')),
	CONSTRAINT "person_identities_subject" CHECK (char_length("person_identities"."subject") between 1 and 255)
);
--> statement-breakpoint
ALTER TABLE "identity_requests" ADD CONSTRAINT "identity_requests_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_requests" ADD CONSTRAINT "identity_requests_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_identities" ADD CONSTRAINT "person_identities_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "identity_requests_state" ON "identity_requests" USING btree ("state_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "person_identities_person" ON "person_identities" USING btree ("county_id","person_id","issuer");