-- What may be found is marked in the transaction of whatever changes it, whoever changes it (server/search/refresh.ts reads
-- the marks). By hand: the generator knows no triggers.
CREATE FUNCTION "search_mark"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "search_marks" ("county_id", "kind", "thing_id")
    VALUES (coalesce(NEW."county_id", OLD."county_id"), TG_ARGV[0], coalesce(NEW."id", OLD."id"));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "search_mark_agenda"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "search_marks" ("county_id", "kind", "thing_id")
    SELECT d."county_id", 'document', d."id" FROM "documents" d
    WHERE d."county_id" = coalesce(NEW."county_id", OLD."county_id")
      AND d."meeting_id" = coalesce(NEW."meeting_id", OLD."meeting_id");
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "search_mark_restricted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "search_marks" ("county_id", "kind", "thing_id")
    VALUES (coalesce(NEW."county_id", OLD."county_id"), 'document', coalesce(NEW."document_id", OLD."document_id"));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Everything of a sitting stands at its day, and under its body.
CREATE FUNCTION "search_mark_meeting"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "search_marks" ("county_id", "kind", "thing_id")
    SELECT d."county_id", 'document', d."id" FROM "documents" d
      WHERE d."county_id" = NEW."county_id" AND d."meeting_id" = NEW."id"
    UNION ALL SELECT r."county_id", 'document', r."document_id" FROM "restricted_items" r
      JOIN "agenda_items" a ON a."county_id" = r."county_id" AND a."id" = r."agenda_item_id"
      WHERE a."county_id" = NEW."county_id" AND a."meeting_id" = NEW."id"
    UNION ALL SELECT x."county_id", 'decision', x."id" FROM "decisions" x
      JOIN "documents" d ON d."county_id" = x."county_id" AND d."id" = x."document_id"
      WHERE d."county_id" = NEW."county_id" AND d."meeting_id" = NEW."id"
    UNION ALL SELECT i."county_id", 'actionItem', i."id" FROM "action_items" i
      WHERE i."county_id" = NEW."county_id" AND i."meeting_id" = NEW."id";
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "search_topics" AFTER INSERT OR DELETE OR UPDATE OF "title", "problem", "facts", "wish", "body_id" ON "topics"
  FOR EACH ROW EXECUTE FUNCTION "search_mark"('topic');
--> statement-breakpoint
CREATE TRIGGER "search_documents" AFTER INSERT OR DELETE ON "documents"
  FOR EACH ROW EXECUTE FUNCTION "search_mark"('document');
--> statement-breakpoint
CREATE TRIGGER "search_documents_text" AFTER UPDATE OF "plain_text" ON "documents"
  FOR EACH ROW WHEN (OLD."plain_text" IS DISTINCT FROM NEW."plain_text") EXECUTE FUNCTION "search_mark"('document');
--> statement-breakpoint
CREATE TRIGGER "search_decisions" AFTER INSERT OR DELETE OR UPDATE OF "text", "withdrawn_at" ON "decisions"
  FOR EACH ROW EXECUTE FUNCTION "search_mark"('decision');
--> statement-breakpoint
CREATE TRIGGER "search_action_items" AFTER INSERT OR DELETE OR UPDATE OF "title", "owner", "deliverable", "withdrawn_at" ON "action_items"
  FOR EACH ROW EXECUTE FUNCTION "search_mark"('actionItem');
--> statement-breakpoint
CREATE TRIGGER "search_agenda" AFTER INSERT OR DELETE OR UPDATE OF "title", "is_restricted", "position" ON "agenda_items"
  FOR EACH ROW EXECUTE FUNCTION "search_mark_agenda"();
--> statement-breakpoint
CREATE TRIGGER "search_restricted" AFTER INSERT OR DELETE OR UPDATE OF "title" ON "restricted_items"
  FOR EACH ROW EXECUTE FUNCTION "search_mark_restricted"();
--> statement-breakpoint
CREATE TRIGGER "search_meetings" AFTER UPDATE OF "starts_at", "body_id" ON "meetings"
  FOR EACH ROW WHEN (OLD."starts_at" IS DISTINCT FROM NEW."starts_at" OR OLD."body_id" IS DISTINCT FROM NEW."body_id")
  EXECUTE FUNCTION "search_mark_meeting"();
--> statement-breakpoint
-- Rows stay narrow, so that many are read at once; texts and grams lie beside them.
ALTER TABLE "search_entries" SET (toast_tuple_target = 128);
--> statement-breakpoint
-- What is there already.
INSERT INTO "search_marks" ("county_id", "kind", "thing_id")
  SELECT "county_id", 'topic', "id" FROM "topics"
  UNION ALL SELECT "county_id", 'document', "id" FROM "documents"
  UNION ALL SELECT "county_id", 'decision', "id" FROM "decisions"
  UNION ALL SELECT "county_id", 'actionItem', "id" FROM "action_items";
