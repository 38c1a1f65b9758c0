CREATE TABLE "follow_rules" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"blue_days" integer NOT NULL,
	"yellow_days" integer NOT NULL,
	"chase_days" integer,
	"escalate_days" integer,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "follow_rules_county_id_body_id_pk" PRIMARY KEY("county_id","body_id"),
	CONSTRAINT "follow_rules_order" CHECK ("follow_rules"."blue_days" between 1 and 90 and "follow_rules"."yellow_days" between 0 and "follow_rules"."blue_days" - 1),
	CONSTRAINT "follow_rules_chase" CHECK ("follow_rules"."chase_days" between 0 and 90),
	CONSTRAINT "follow_rules_escalate" CHECK ("follow_rules"."escalate_days" between 1 and 90)
);
--> statement-breakpoint
CREATE TABLE "item_extensions" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"action_item_id" uuid NOT NULL,
	"from_due" date NOT NULL,
	"to_due" date NOT NULL,
	"reason" text NOT NULL,
	"unit_id" uuid NOT NULL,
	"asked_by_id" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"decided_by_id" uuid,
	"decided_at" timestamp with time zone,
	"word" text DEFAULT '' NOT NULL,
	CONSTRAINT "item_extensions_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "item_extensions_state" CHECK ("item_extensions"."state" in ('asked','granted','refused')),
	CONSTRAINT "item_extensions_later" CHECK ("item_extensions"."to_due" > "item_extensions"."from_due"),
	CONSTRAINT "item_extensions_decided" CHECK (("item_extensions"."state" = 'asked') = ("item_extensions"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "item_links" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"action_item_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"made_by_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "item_links_county_id_id_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
-- by hand: what happened before is numbered in the order of its time
ALTER TABLE "action_item_changes" ADD COLUMN "seq" integer;--> statement-breakpoint
UPDATE "action_item_changes" c SET "seq" = n.seq FROM (SELECT "county_id", "id", row_number() OVER (PARTITION BY "county_id", "action_item_id" ORDER BY "at", "id") AS seq FROM "action_item_changes") n WHERE n."county_id" = c."county_id" AND n."id" = c."id";--> statement-breakpoint
ALTER TABLE "action_item_changes" ALTER COLUMN "seq" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD COLUMN "kind" text DEFAULT 'state' NOT NULL;--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD COLUMN "percent" integer;--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD COLUMN "unit_id" uuid;--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD COLUMN "detail" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD COLUMN "once_key" text;--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD COLUMN "via" text DEFAULT 'page' NOT NULL;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "owner_person_id" uuid;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "due_moved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "handed_over_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "percent" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "origin" text DEFAULT 'minutes' NOT NULL;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "last_seq" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- by hand
UPDATE "action_items" i SET "last_seq" = n.seq FROM (SELECT "county_id", "action_item_id", max("seq") AS seq FROM "action_item_changes" GROUP BY 1, 2) n WHERE n."county_id" = i."county_id" AND n."action_item_id" = i."id";--> statement-breakpoint
ALTER TABLE "follow_rules" ADD CONSTRAINT "follow_rules_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_extensions" ADD CONSTRAINT "item_extensions_county_id_action_item_id_action_items_county_id_id_fk" FOREIGN KEY ("county_id","action_item_id") REFERENCES "public"."action_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_extensions" ADD CONSTRAINT "item_extensions_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_extensions" ADD CONSTRAINT "item_extensions_county_id_asked_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","asked_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_extensions" ADD CONSTRAINT "item_extensions_county_id_decided_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","decided_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_links" ADD CONSTRAINT "item_links_county_id_action_item_id_action_items_county_id_id_fk" FOREIGN KEY ("county_id","action_item_id") REFERENCES "public"."action_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_links" ADD CONSTRAINT "item_links_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_links" ADD CONSTRAINT "item_links_county_id_made_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","made_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "item_extensions_item" ON "item_extensions" USING btree ("county_id","action_item_id","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "item_extensions_open" ON "item_extensions" USING btree ("county_id","action_item_id") WHERE "item_extensions"."state" = 'asked';--> statement-breakpoint
CREATE UNIQUE INDEX "item_links_secret" ON "item_links" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "item_links_item" ON "item_links" USING btree ("county_id","action_item_id");--> statement-breakpoint
CREATE INDEX "item_links_person" ON "item_links" USING btree ("county_id","person_id");--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD CONSTRAINT "action_item_changes_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_owner_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","owner_person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_parent_id_action_items_county_id_id_fk" FOREIGN KEY ("county_id","parent_id") REFERENCES "public"."action_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "action_item_changes_seq" ON "action_item_changes" USING btree ("county_id","action_item_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "action_item_changes_once" ON "action_item_changes" USING btree ("county_id","action_item_id","once_key");--> statement-breakpoint
CREATE INDEX "action_items_parent" ON "action_items" USING btree ("county_id","parent_id");--> statement-breakpoint
CREATE INDEX "action_items_lead" ON "action_items" USING btree ("county_id","lead_unit_id","state");--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD CONSTRAINT "action_item_changes_percent" CHECK ("action_item_changes"."percent" between 0 and 100);--> statement-breakpoint
ALTER TABLE "action_item_changes" ADD CONSTRAINT "action_item_changes_via" CHECK ("action_item_changes"."via" in ('page','link','rule'));--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_not_own_parent" CHECK ("action_items"."parent_id" <> "action_items"."id");--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_origin" CHECK ("action_items"."origin" in ('minutes','split'));--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_priority" CHECK ("action_items"."priority" in ('normal','high','urgent'));--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_percent" CHECK ("action_items"."percent" between 0 and 100);