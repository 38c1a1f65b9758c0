CREATE TABLE "webhook_deliveries" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"thing_id" uuid NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"next_try_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_tried_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"status" integer,
	"problem" text,
	"took_ms" integer,
	CONSTRAINT "webhook_deliveries_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "webhook_deliveries_taken" CHECK ("webhook_deliveries"."delivered_at" is null or "webhook_deliveries"."next_try_at" is null)
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"county_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"kinds" text[] NOT NULL,
	"sealed" "bytea" NOT NULL,
	"through_seq" bigint NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"rest_until" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_id" uuid,
	CONSTRAINT "webhooks_county_id_id_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "webhooks_name" CHECK (char_length("webhooks"."name") between 1 and 80),
	CONSTRAINT "webhooks_url" CHECK (char_length("webhooks"."url") between 1 and 500)
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_county_id_webhook_id_webhooks_county_id_id_fk" FOREIGN KEY ("county_id","webhook_id") REFERENCES "public"."webhooks"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_county_id_counties_id_fk" FOREIGN KEY ("county_id") REFERENCES "public"."counties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_county_id_created_by_id_people_county_id_id_fk" FOREIGN KEY ("county_id","created_by_id") REFERENCES "public"."people"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("county_id","webhook_id","seq","thing_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_waiting" ON "webhook_deliveries" USING btree ("county_id","webhook_id","thing_id","seq") WHERE "webhook_deliveries"."next_try_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_log" ON "webhook_deliveries" USING btree ("county_id","webhook_id","created_at");