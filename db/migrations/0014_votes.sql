CREATE SCHEMA "secret_ballots";
--> statement-breakpoint
CREATE TABLE "vote_ballots" (
	"county_id" uuid NOT NULL,
	"vote_id" uuid NOT NULL,
	"place_id" uuid NOT NULL,
	"choice" integer NOT NULL,
	"seat_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "vote_ballots_county_id_vote_id_place_id_pk" PRIMARY KEY("county_id","vote_id","place_id"),
	CONSTRAINT "vote_ballots_choice" CHECK ("vote_ballots"."choice" between 0 and 20)
);
--> statement-breakpoint
CREATE TABLE "vote_places" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"vote_id" uuid NOT NULL,
	"unit_id" uuid,
	"unit_kind" text,
	"person_id" uuid,
	"seat_id" uuid,
	"name" text NOT NULL,
	"is_by_record" boolean NOT NULL,
	"is_present" boolean NOT NULL,
	"has_voted" boolean,
	CONSTRAINT "vote_places_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "vote_places_kind" CHECK ("vote_places"."unit_kind" in ('government','department','school','family','society')),
	CONSTRAINT "vote_places_name" CHECK (char_length("vote_places"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"agenda_item_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"question" text NOT NULL,
	"kind" text NOT NULL,
	"per" text NOT NULL,
	"base" text NOT NULL,
	"threshold" text NOT NULL,
	"each_kind" boolean DEFAULT false NOT NULL,
	"choices" text[] DEFAULT '{}' NOT NULL,
	"may_change" boolean DEFAULT true NOT NULL,
	"with_guests" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"is_opinion" boolean DEFAULT false NOT NULL,
	"quorum" jsonb,
	"result" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"in_minutes_at" timestamp with time zone,
	CONSTRAINT "votes_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "votes_kind" CHECK ("votes"."kind" in ('open','named','secret')),
	CONSTRAINT "votes_per" CHECK ("votes"."per" in ('unit','person')),
	CONSTRAINT "votes_base" CHECK ("votes"."base" in ('cast','present','entitled')),
	CONSTRAINT "votes_threshold" CHECK ("votes"."threshold" in ('simple','two-thirds','four-fifths')),
	CONSTRAINT "votes_state" CHECK ("votes"."state" in ('draft','open','closed','cancelled')),
	CONSTRAINT "votes_question" CHECK (char_length("votes"."question") between 1 and 300),
	CONSTRAINT "votes_closed_has_result" CHECK (("votes"."state" = 'closed') = ("votes"."result" is not null)),
	CONSTRAINT "votes_secret" CHECK ("votes"."kind" <> 'secret' or (not "votes"."may_change" and not "votes"."each_kind"))
);
--> statement-breakpoint
ALTER TABLE "vote_ballots" ADD CONSTRAINT "vote_ballots_county_id_vote_id_votes_county_id_id_fk" FOREIGN KEY ("county_id","vote_id") REFERENCES "public"."votes"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_ballots" ADD CONSTRAINT "vote_ballots_county_id_place_id_vote_places_county_id_id_fk" FOREIGN KEY ("county_id","place_id") REFERENCES "public"."vote_places"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_ballots" ADD CONSTRAINT "vote_ballots_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_places" ADD CONSTRAINT "vote_places_county_id_vote_id_votes_county_id_id_fk" FOREIGN KEY ("county_id","vote_id") REFERENCES "public"."votes"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_places" ADD CONSTRAINT "vote_places_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_places" ADD CONSTRAINT "vote_places_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_places" ADD CONSTRAINT "vote_places_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_county_id_meeting_id_meetings_county_id_id_fk" FOREIGN KEY ("county_id","meeting_id") REFERENCES "public"."meetings"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vote_ballots_seat" ON "vote_ballots" USING btree ("county_id","seat_id");--> statement-breakpoint
CREATE INDEX "vote_places_vote" ON "vote_places" USING btree ("county_id","vote_id");--> statement-breakpoint
CREATE INDEX "vote_places_person" ON "vote_places" USING btree ("county_id","person_id");--> statement-breakpoint
CREATE INDEX "votes_meeting" ON "votes" USING btree ("county_id","meeting_id","created_at");--> statement-breakpoint
CREATE INDEX "votes_document" ON "votes" USING btree ("county_id","document_id");