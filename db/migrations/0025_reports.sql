CREATE TABLE "report_texts" (
	"county_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"words" jsonb NOT NULL,
	"by_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_texts_county_id_report_id_version_pk" PRIMARY KEY("county_id","report_id","version"),
	CONSTRAINT "report_texts_version" CHECK ("report_texts"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"as_of" date NOT NULL,
	"locale" text NOT NULL,
	"figures" jsonb NOT NULL,
	"once_key" text NOT NULL,
	"made_by_id" uuid,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reports_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "reports_locale" CHECK ("reports"."locale" in ('zh-Hans','zh-Hant','en'))
);
--> statement-breakpoint
ALTER TABLE "report_texts" ADD CONSTRAINT "report_texts_county_id_report_id_reports_county_id_id_fk" FOREIGN KEY ("county_id","report_id") REFERENCES "public"."reports"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_texts" ADD CONSTRAINT "report_texts_county_id_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_county_id_body_id_bodies_county_id_id_fk" FOREIGN KEY ("county_id","body_id") REFERENCES "public"."bodies"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_county_id_made_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","made_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reports_once" ON "reports" USING btree ("county_id","body_id","once_key");--> statement-breakpoint
CREATE INDEX "reports_of_body" ON "reports" USING btree ("county_id","body_id","made_at");