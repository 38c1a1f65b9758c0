DROP INDEX "action_items_ledger";--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "body_id" uuid DEFAULT null;--> statement-breakpoint
ALTER TABLE "action_items" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
-- By hand from here: what is there already, by the sitting and by the last step that closed it.
UPDATE "action_items" a SET "body_id" = m."body_id",
  "closed_at" = CASE WHEN a."state" IN ('done','stopped') THEN coalesce((
    SELECT max(c."at") FROM "action_item_changes" c WHERE c."county_id" = a."county_id" AND c."action_item_id" = a."id"
      AND c."to_state" = a."state" AND c."from_state" <> a."state"), a."changed_at") END
  FROM "meetings" m WHERE m."county_id" = a."county_id" AND m."id" = a."meeting_id";--> statement-breakpoint
ALTER TABLE "action_items" ALTER COLUMN "body_id" SET NOT NULL;--> statement-breakpoint
-- Held to the sitting and its body at once; a sitting that goes to another body takes its items along.
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_body" FOREIGN KEY ("county_id","meeting_id","body_id")
  REFERENCES "public"."meetings"("county_id","id","body_id") ON UPDATE CASCADE;--> statement-breakpoint
CREATE FUNCTION "action_items_derive"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW."body_id" IS NULL THEN
      SELECT m."body_id" INTO NEW."body_id" FROM "meetings" m
        WHERE m."county_id" = NEW."county_id" AND m."id" = NEW."meeting_id";
    END IF;
    NEW."closed_at" := CASE WHEN NEW."state" IN ('done','stopped') THEN coalesce(NEW."closed_at", NEW."changed_at") END;
  ELSIF NEW."state" IS DISTINCT FROM OLD."state" THEN
    NEW."closed_at" := CASE WHEN NEW."state" IN ('done','stopped') THEN NEW."changed_at" END;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "action_items_derive" BEFORE INSERT OR UPDATE OF "state" ON "action_items"
  FOR EACH ROW EXECUTE FUNCTION "action_items_derive"();--> statement-breakpoint
CREATE INDEX "action_items_open" ON "action_items" USING btree ("county_id","body_id",(coalesce("due_on", 'infinity'::date)),"number","id") WHERE "action_items"."withdrawn_at" is null and "action_items"."state" in ('todo','doing','toVerify');--> statement-breakpoint
CREATE INDEX "action_items_due" ON "action_items" USING btree ("county_id","body_id",(coalesce("due_on", 'infinity'::date)),"number","id") WHERE "action_items"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "action_items_of_unit" ON "action_items" USING btree ("county_id","body_id","lead_unit_id",(coalesce("due_on", 'infinity'::date)),"number","id") WHERE "action_items"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "action_items_changed" ON "action_items" USING btree ("county_id","body_id","changed_at","number","id");--> statement-breakpoint
CREATE INDEX "action_items_state" ON "action_items" USING btree ("county_id","body_id","state",(coalesce("due_on", 'infinity'::date)));--> statement-breakpoint
CREATE INDEX "action_items_owner" ON "action_items" USING btree ("county_id","owner");--> statement-breakpoint
CREATE INDEX "action_items_tags" ON "action_items" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "meetings_issue" ON "meetings" USING btree ("county_id","body_id","issue_number");