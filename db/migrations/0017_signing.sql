CREATE TABLE "circulated_units" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"unit_id" uuid NOT NULL,
	CONSTRAINT "circulated_units_county_id_document_id_round_unit_id_pk" PRIMARY KEY("county_id","document_id","round","unit_id")
);
--> statement-breakpoint
CREATE TABLE "issued_minutes" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"body_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	"visibility" text NOT NULL,
	"person_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "issued_minutes_county_id_document_id_pk" PRIMARY KEY("county_id","document_id"),
	CONSTRAINT "issued_minutes_visibility" CHECK ("issued_minutes"."visibility" in ('public','internal')),
	CONSTRAINT "issued_minutes_number" CHECK (char_length("issued_minutes"."document_number") <= 60)
);
--> statement-breakpoint
CREATE TABLE "issued_papers" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"format" text NOT NULL,
	"data" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "issued_papers_county_id_document_id_format_pk" PRIMARY KEY("county_id","document_id","format"),
	CONSTRAINT "issued_papers_format" CHECK ("issued_papers"."format" in ('pdf','docx','md','html','json'))
);
--> statement-breakpoint
CREATE TABLE "issued_to" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"unit_id" uuid,
	"line" text,
	CONSTRAINT "issued_to_county_id_document_id_position_pk" PRIMARY KEY("county_id","document_id","position"),
	CONSTRAINT "issued_to_one" CHECK (("issued_to"."unit_id" is null) <> ("issued_to"."line" is null)),
	CONSTRAINT "issued_to_line" CHECK (char_length("issued_to"."line") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "minutes_amendments" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"agenda_item_id" uuid,
	"paragraph" integer,
	"action_item_id" uuid,
	"field" text,
	"was" text NOT NULL,
	"becomes" text NOT NULL,
	"reason" text NOT NULL,
	"sha256" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "minutes_amendments_county_id_document_id_number_pk" PRIMARY KEY("county_id","document_id","number"),
	CONSTRAINT "minutes_amendments_of" CHECK (("minutes_amendments"."agenda_item_id" is not null and "minutes_amendments"."paragraph" is not null) <> ("minutes_amendments"."action_item_id" is not null and "minutes_amendments"."field" is not null)),
	CONSTRAINT "minutes_amendments_field" CHECK ("minutes_amendments"."field" in ('title','leadUnitId','owner','deliverable','dueOn')),
	CONSTRAINT "minutes_amendments_words" CHECK (char_length("minutes_amendments"."becomes") <= 4000 and char_length("minutes_amendments"."reason") between 1 and 1000)
);
--> statement-breakpoint
CREATE TABLE "minutes_heads" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"key_id" text NOT NULL,
	"mac" text NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "minutes_heads_county_id_body_id_pk" PRIMARY KEY("county_id","body_id")
);
--> statement-breakpoint
CREATE TABLE "minutes_proceedings" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"state" text NOT NULL,
	"round" integer NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "minutes_proceedings_county_id_document_id_pk" PRIMARY KEY("county_id","document_id"),
	CONSTRAINT "minutes_proceedings_state" CHECK ("minutes_proceedings"."state" in ('draft','circulating','signed','issued')),
	CONSTRAINT "minutes_proceedings_round" CHECK ("minutes_proceedings"."round" >= 0)
);
--> statement-breakpoint
CREATE TABLE "minutes_records" (
	"county_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"round" integer NOT NULL,
	"amendment" integer,
	"sha256" text NOT NULL,
	"person_id" uuid NOT NULL,
	"office" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"mac" text NOT NULL,
	CONSTRAINT "minutes_records_county_id_body_id_number_pk" PRIMARY KEY("county_id","body_id","number"),
	CONSTRAINT "minutes_records_kind" CHECK ("minutes_records"."kind" in ('signed','withdrawn','amended')),
	CONSTRAINT "minutes_records_of" CHECK (("minutes_records"."kind" = 'amended') = ("minutes_records"."amendment" is not null)),
	CONSTRAINT "minutes_records_office" CHECK ("minutes_records"."office" in ('convenor','deputy-convenor','secretary'))
);
--> statement-breakpoint
CREATE TABLE "minutes_steps" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"round" integer NOT NULL,
	"person_id" uuid,
	"reason" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "minutes_steps_county_id_document_id_number_pk" PRIMARY KEY("county_id","document_id","number"),
	CONSTRAINT "minutes_steps_kind" CHECK ("minutes_steps"."kind" in ('circulated','taken-back','signed','reopened','issued','amended')),
	CONSTRAINT "minutes_steps_reason" CHECK (char_length("minutes_steps"."reason") <= 1000)
);
--> statement-breakpoint
CREATE TABLE "minutes_text_items" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"agenda_item_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "minutes_text_items_county_id_document_id_round_agenda_item_id_pk" PRIMARY KEY("county_id","document_id","round","agenda_item_id")
);
--> statement-breakpoint
CREATE TABLE "minutes_texts" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"seq" bigint NOT NULL,
	"head" text NOT NULL,
	"head_sha256" text NOT NULL,
	"text_sha256" text NOT NULL,
	"root_sha256" text NOT NULL,
	"due_on" date NOT NULL,
	"circulated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "minutes_texts_county_id_document_id_round_pk" PRIMARY KEY("county_id","document_id","round")
);
--> statement-breakpoint
CREATE TABLE "objection_answers" (
	"county_id" uuid NOT NULL,
	"answer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"person_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "objection_answers_county_id_answer_id_pk" PRIMARY KEY("county_id","answer_id"),
	CONSTRAINT "objection_answers_kind" CHECK ("objection_answers"."kind" in ('accepted','declined')),
	CONSTRAINT "objection_answers_reason" CHECK (char_length("objection_answers"."reason") <= 1000 and ("objection_answers"."kind" = 'accepted' or char_length("objection_answers"."reason") > 0))
);
--> statement-breakpoint
CREATE TABLE "unit_answers" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"unit_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"agenda_item_id" uuid,
	"paragraph" integer,
	"paragraph_sha256" text,
	"word" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "unit_answers_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "unit_answers_kind" CHECK ("unit_answers"."kind" in ('confirmed','objected')),
	CONSTRAINT "unit_answers_paragraph" CHECK (("unit_answers"."kind" = 'objected') = ("unit_answers"."agenda_item_id" is not null and "unit_answers"."paragraph" is not null and "unit_answers"."paragraph_sha256" is not null)),
	CONSTRAINT "unit_answers_word" CHECK (char_length("unit_answers"."word") <= 2000 and ("unit_answers"."kind" = 'confirmed' or char_length("unit_answers"."word") > 0))
);
--> statement-breakpoint
ALTER TABLE "circulated_units" ADD CONSTRAINT "circulated_units_county_id_document_id_round_minutes_texts_county_id_document_id_round_fk" FOREIGN KEY ("county_id","document_id","round") REFERENCES "public"."minutes_texts"("county_id","document_id","round") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "circulated_units" ADD CONSTRAINT "circulated_units_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issued_minutes" ADD CONSTRAINT "issued_minutes_county_id_document_id_round_minutes_texts_county_id_document_id_round_fk" FOREIGN KEY ("county_id","document_id","round") REFERENCES "public"."minutes_texts"("county_id","document_id","round") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issued_minutes" ADD CONSTRAINT "issued_minutes_county_id_body_id_unit_id_body_units_county_id_body_id_unit_id_fk" FOREIGN KEY ("county_id","body_id","unit_id") REFERENCES "public"."body_units"("county_id","body_id","unit_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issued_minutes" ADD CONSTRAINT "issued_minutes_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issued_papers" ADD CONSTRAINT "issued_papers_county_id_document_id_issued_minutes_county_id_document_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."issued_minutes"("county_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issued_to" ADD CONSTRAINT "issued_to_county_id_document_id_issued_minutes_county_id_document_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."issued_minutes"("county_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issued_to" ADD CONSTRAINT "issued_to_county_id_unit_id_units_county_id_id_fk" FOREIGN KEY ("county_id","unit_id") REFERENCES "public"."units"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_amendments" ADD CONSTRAINT "minutes_amendments_county_id_document_id_minutes_proceedings_county_id_document_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."minutes_proceedings"("county_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_amendments" ADD CONSTRAINT "minutes_amendments_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_amendments" ADD CONSTRAINT "minutes_amendments_county_id_action_item_id_action_items_county_id_id_fk" FOREIGN KEY ("county_id","action_item_id") REFERENCES "public"."action_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_amendments" ADD CONSTRAINT "minutes_amendments_county_id_proposed_by_people_county_id_id_fk" FOREIGN KEY ("county_id","proposed_by") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_heads" ADD CONSTRAINT "minutes_heads_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_proceedings" ADD CONSTRAINT "minutes_proceedings_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_proceedings" ADD CONSTRAINT "minutes_proceedings_county_id_meeting_id_body_id_meetings_county_id_id_body_id_fk" FOREIGN KEY ("county_id","meeting_id","body_id") REFERENCES "public"."meetings"("county_id","id","body_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_records" ADD CONSTRAINT "minutes_records_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_records" ADD CONSTRAINT "minutes_records_county_id_document_id_round_minutes_texts_county_id_document_id_round_fk" FOREIGN KEY ("county_id","document_id","round") REFERENCES "public"."minutes_texts"("county_id","document_id","round") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_records" ADD CONSTRAINT "minutes_records_county_id_document_id_amendment_minutes_amendments_county_id_document_id_number_fk" FOREIGN KEY ("county_id","document_id","amendment") REFERENCES "public"."minutes_amendments"("county_id","document_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_records" ADD CONSTRAINT "minutes_records_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_steps" ADD CONSTRAINT "minutes_steps_county_id_document_id_minutes_proceedings_county_id_document_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."minutes_proceedings"("county_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_steps" ADD CONSTRAINT "minutes_steps_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_text_items" ADD CONSTRAINT "minutes_text_items_county_id_document_id_round_minutes_texts_county_id_document_id_round_fk" FOREIGN KEY ("county_id","document_id","round") REFERENCES "public"."minutes_texts"("county_id","document_id","round") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_text_items" ADD CONSTRAINT "minutes_text_items_county_id_agenda_item_id_agenda_items_county_id_id_fk" FOREIGN KEY ("county_id","agenda_item_id") REFERENCES "public"."agenda_items"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "minutes_texts" ADD CONSTRAINT "minutes_texts_county_id_document_id_minutes_proceedings_county_id_document_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."minutes_proceedings"("county_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objection_answers" ADD CONSTRAINT "objection_answers_county_id_answer_id_unit_answers_county_id_id_fk" FOREIGN KEY ("county_id","answer_id") REFERENCES "public"."unit_answers"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objection_answers" ADD CONSTRAINT "objection_answers_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_answers" ADD CONSTRAINT "unit_answers_county_id_document_id_round_unit_id_circulated_units_county_id_document_id_round_unit_id_fk" FOREIGN KEY ("county_id","document_id","round","unit_id") REFERENCES "public"."circulated_units"("county_id","document_id","round","unit_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_answers" ADD CONSTRAINT "unit_answers_county_id_document_id_round_agenda_item_id_minutes_text_items_county_id_document_id_round_agenda_item_id_fk" FOREIGN KEY ("county_id","document_id","round","agenda_item_id") REFERENCES "public"."minutes_text_items"("county_id","document_id","round","agenda_item_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_answers" ADD CONSTRAINT "unit_answers_county_id_person_id_people_county_id_id_fk" FOREIGN KEY ("county_id","person_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "issued_papers_sha256" ON "issued_papers" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "minutes_proceedings_meeting" ON "minutes_proceedings" USING btree ("county_id","meeting_id");--> statement-breakpoint
CREATE UNIQUE INDEX "minutes_records_text" ON "minutes_records" USING btree ("county_id","document_id","round","kind") WHERE "minutes_records"."kind" <> 'amended';--> statement-breakpoint
CREATE UNIQUE INDEX "minutes_records_amendment" ON "minutes_records" USING btree ("county_id","document_id","amendment");--> statement-breakpoint
CREATE UNIQUE INDEX "minutes_text_items_position" ON "minutes_text_items" USING btree ("county_id","document_id","round","position");--> statement-breakpoint
CREATE INDEX "minutes_texts_root" ON "minutes_texts" USING btree ("root_sha256");--> statement-breakpoint
CREATE INDEX "unit_answers_text" ON "unit_answers" USING btree ("county_id","document_id","round");