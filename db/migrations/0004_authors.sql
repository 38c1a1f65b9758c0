CREATE TABLE "document_clients" (
	"county_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"client" bigint NOT NULL,
	"author_id" uuid NOT NULL,
	CONSTRAINT "document_clients_county_id_document_id_client_pk" PRIMARY KEY("county_id","document_id","client")
);
--> statement-breakpoint
ALTER TABLE "document_updates" ADD COLUMN "clients" bigint[];--> statement-breakpoint
ALTER TABLE "document_clients" ADD CONSTRAINT "document_clients_county_id_document_id_documents_county_id_id_fk" FOREIGN KEY ("county_id","document_id") REFERENCES "public"."documents"("county_id","id") ON DELETE no action ON UPDATE no action;