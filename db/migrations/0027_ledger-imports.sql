CREATE TABLE "ledger_imports" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"by_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"state" text NOT NULL,
	"rows" jsonb,
	"findings" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"problem_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"stored_at" timestamp with time zone,
	"taken_back_at" timestamp with time zone,
	CONSTRAINT "ledger_imports_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "ledger_imports_state" CHECK ("ledger_imports"."state" in ('ready','refused','stored','expired','takenBack')),
	CONSTRAINT "ledger_imports_rows" CHECK (("ledger_imports"."state" = 'ready') = ("ledger_imports"."rows" is not null)),
	CONSTRAINT "ledger_imports_stored" CHECK (("ledger_imports"."state" in ('stored','takenBack')) = ("ledger_imports"."stored_at" is not null)),
	CONSTRAINT "ledger_imports_taken_back" CHECK (("ledger_imports"."state" = 'takenBack') = ("ledger_imports"."taken_back_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "action_items" DROP CONSTRAINT "action_items_origin";--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "import_key" text;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_county_id_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_imports_expiry" ON "ledger_imports" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_county_id_import_id_ledger_imports_county_id_id_fk" FOREIGN KEY ("county_id","import_id") REFERENCES "public"."ledger_imports"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "action_items_of_import" ON "action_items" USING btree ("county_id","import_id") WHERE "action_items"."import_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "action_items_import_key" ON "action_items" USING btree ("county_id","body_id","import_key") WHERE "action_items"."import_key" is not null and "action_items"."withdrawn_at" is null;--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_import" CHECK (("action_items"."origin" = 'import') = ("action_items"."import_id" is not null and "action_items"."import_key" is not null));--> statement-breakpoint
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_origin" CHECK ("action_items"."origin" in ('minutes','split','import'));