CREATE TABLE "event_checkpoints" (
	"county_id" uuid NOT NULL,
	"through_seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"last_key_id" text,
	"last_mac" text,
	"key_id" text NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "event_checkpoints_county_id_through_seq_pk" PRIMARY KEY("county_id","through_seq")
);
--> statement-breakpoint
ALTER TABLE "event_heads" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "event_heads" ADD COLUMN "mac" text;--> statement-breakpoint
ALTER TABLE "event_heads" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "mac" text;--> statement-breakpoint
ALTER TABLE "event_checkpoints" ADD CONSTRAINT "event_checkpoints_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_verb" ON "events" USING btree ("county_id","verb","seq");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("county_id","at");--> statement-breakpoint
CREATE INDEX "events_refused" ON "events" USING btree ("county_id","seq") WHERE "events"."result" = 'refused';--> statement-breakpoint
-- Written by hand from here on: the trail is only ever added to. A line may go when it is at least 180 days old and a sealed
-- checkpoint stands for it (docs/decisions/007-audit-chain.md); the checkpoints stay for good.
CREATE FUNCTION "events_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'events' THEN
		IF OLD.at < now() - interval '180 days' AND EXISTS (
			SELECT FROM "public"."event_checkpoints" c WHERE c.county_id = OLD.county_id AND c.through_seq >= OLD.seq
		) THEN
			RETURN OLD;
		END IF;
	END IF;
	RAISE EXCEPTION 'The table % is only ever added to.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;--> statement-breakpoint
CREATE TRIGGER "events_only_added" BEFORE UPDATE OR DELETE ON "events" FOR EACH ROW EXECUTE FUNCTION "events_refuse_change"();--> statement-breakpoint
CREATE TRIGGER "events_never_emptied" BEFORE TRUNCATE ON "events" FOR EACH STATEMENT EXECUTE FUNCTION "events_refuse_change"();--> statement-breakpoint
CREATE TRIGGER "event_checkpoints_only_added" BEFORE UPDATE OR DELETE ON "event_checkpoints" FOR EACH ROW EXECUTE FUNCTION "events_refuse_change"();--> statement-breakpoint
CREATE TRIGGER "event_checkpoints_never_emptied" BEFORE TRUNCATE ON "event_checkpoints" FOR EACH STATEMENT EXECUTE FUNCTION "events_refuse_change"();
