ALTER TABLE "access_tokens" ADD COLUMN "name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "scope" text DEFAULT 'full' NOT NULL;--> statement-breakpoint
CREATE INDEX "access_tokens_person" ON "access_tokens" USING btree ("county_id","person_id");--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_scope" CHECK ("access_tokens"."scope" in ('full','read'));--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_name" CHECK (char_length("access_tokens"."name") <= 80);