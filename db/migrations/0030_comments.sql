CREATE TABLE "minutes_comments" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"agenda_item_id" uuid NOT NULL,
	"answers_id" uuid,
	"anchor_from" "bytea",
	"anchor_to" "bytea",
	"quote" text DEFAULT '' NOT NULL,
	"text" text NOT NULL,
	"person_id" uuid,
	"seat_id" uuid,
	"unit_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by_id" uuid,
	"taken_back_at" timestamp with time zone,
	CONSTRAINT "minutes_comments_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "minutes_comments_author" CHECK (num_nonnulls("minutes_comments"."person_id", "minutes_comments"."seat_id") = 1),
	CONSTRAINT "minutes_comments_anchor" CHECK (("minutes_comments"."anchor_from" is null) = ("minutes_comments"."anchor_to" is null)),
	CONSTRAINT "minutes_comments_answer" CHECK ("minutes_comments"."answers_id" is null or ("minutes_comments"."anchor_from" is null and "minutes_comments"."settled_at" is null)),
	CONSTRAINT "minutes_comments_quote" CHECK (char_length("minutes_comments"."quote") <= 300),
	CONSTRAINT "minutes_comments_text" CHECK (char_length("minutes_comments"."text") between 0 and 1000),
	CONSTRAINT "minutes_comments_taken_back" CHECK (("minutes_comments"."taken_back_at" is not null) = ("minutes_comments"."text" = ''))
);
--> statement-breakpoint
ALTER TABLE "minutes_comments" ADD CONSTRAINT "minutes_comments_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_comments" ADD CONSTRAINT "minutes_comments_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_comments" ADD CONSTRAINT "minutes_comments_county_id_answers_id_minutes_comments_county_id_id_fk" FOREIGN KEY ("county_id","answers_id") REFERENCES "public"."minutes_comments"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_comments" ADD CONSTRAINT "minutes_comments_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_comments" ADD CONSTRAINT "minutes_comments_county_id_seat_id_seats_county_id_id_fk" FOREIGN KEY ("county_id","seat_id") REFERENCES "public"."seats"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_comments" ADD CONSTRAINT "minutes_comments_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_comments" ADD CONSTRAINT "minutes_comments_county_id_settled_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","settled_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "minutes_comments_of" ON "minutes_comments" USING btree ("county_id","document_id","at");