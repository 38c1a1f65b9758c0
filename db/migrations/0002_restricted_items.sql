CREATE TABLE "restricted_items" (
	"county_id" uuid NOT NULL,
	"agenda_item_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "restricted_items_county_id_agenda_item_id_pk" PRIMARY KEY("county_id","agenda_item_id"),
	CONSTRAINT "restricted_items_title" CHECK (char_length("restricted_items"."title") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "restricted_readers" (
	"county_id" uuid NOT NULL,
	"agenda_item_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "restricted_readers_county_id_agenda_item_id_person_id_pk" PRIMARY KEY("county_id","agenda_item_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "documents" DROP CONSTRAINT "documents_kind";--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "is_restricted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "restricted_items" ADD CONSTRAINT "restricted_items_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restricted_items" ADD CONSTRAINT "restricted_items_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restricted_readers" ADD CONSTRAINT "restricted_readers_county_id_agenda_item_id_restricted_items_county_id_agenda_item_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."restricted_items"("county_id","agenda_item_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restricted_readers" ADD CONSTRAINT "restricted_readers_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "restricted_items_document" ON "restricted_items" USING btree ("county_id","document_id");--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_restricted" CHECK (not "agenda_items"."is_restricted" or ("agenda_items"."topic_id" is null and "agenda_items"."presenter_unit_id" is null));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_kind" CHECK ("documents"."kind" in ('minutes','restricted','free') and (("documents"."kind" = 'minutes') = ("documents"."meeting_id" is not null)));