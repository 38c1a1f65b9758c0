CREATE TABLE "ledger_views" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid,
	"body_id" uuid,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_views_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "ledger_views_whose" CHECK (("ledger_views"."person_id" is null) <> ("ledger_views"."body_id" is null)),
	CONSTRAINT "ledger_views_name" CHECK (char_length("ledger_views"."name") between 1 and 40),
	CONSTRAINT "ledger_views_query" CHECK (char_length("ledger_views"."query") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "ledger_views" ADD CONSTRAINT "ledger_views_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_views" ADD CONSTRAINT "ledger_views_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_views_of_person" ON "ledger_views" USING btree ("county_id","person_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_views_of_body" ON "ledger_views" USING btree ("county_id","body_id","name");