CREATE TABLE "search_entries" (
	"county_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"thing_id" uuid NOT NULL,
	"part_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"meeting_id" uuid,
	"restricted_item_id" uuid,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"folded_title" text NOT NULL,
	"folded_body" text NOT NULL,
	"grams" text[] NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "search_entries_county_id_kind_thing_id_part_id_pk" PRIMARY KEY("county_id","kind","thing_id","part_id"),
	CONSTRAINT "search_entries_kind" CHECK ("search_entries"."kind" in ('topic','minutes','restricted','decision','actionItem')),
	CONSTRAINT "search_entries_list" CHECK (("search_entries"."kind" = 'restricted') = ("search_entries"."restricted_item_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "search_marks" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"county_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"thing_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE INDEX "search_entries_grams" ON "search_entries" USING gin ("grams") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "search_entries_newest" ON "search_entries" USING btree ("county_id","at" DESC NULLS FIRST,"part_id" DESC NULLS FIRST,"kind" DESC NULLS FIRST);