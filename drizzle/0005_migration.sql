CREATE TABLE "identity_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"from_contact_id" uuid NOT NULL,
	"to_contact_id" uuid NOT NULL,
	"evidence" text NOT NULL,
	"linked_by" text NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	"threads" jsonb NOT NULL,
	"unlinked_at" timestamp with time zone,
	"unlinked_by" text,
	"unlink_reason" text
);
--> statement-breakpoint
CREATE TABLE "migration_arrivals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"migration_id" uuid NOT NULL,
	"reader_id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"outcome" text NOT NULL,
	"hint" text NOT NULL,
	"request_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "migration_import_errors" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"column" text NOT NULL,
	"message" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "migration_import_errors_import_id_row_number_pk" PRIMARY KEY("import_id","row_number")
);
--> statement-breakpoint
CREATE TABLE "migration_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"migration_id" uuid NOT NULL,
	"media_id" uuid NOT NULL,
	"encoding" text,
	"status" text NOT NULL,
	"problem" text,
	"legal_basis" text NOT NULL,
	"evidence" text NOT NULL,
	"recorded_by" text NOT NULL,
	"row_count" integer,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"known" integer DEFAULT 0 NOT NULL,
	"passed_over" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"fence" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "migration_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"migration_id" uuid NOT NULL,
	"reader_id" uuid NOT NULL,
	"channel_account_id" uuid,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"used_by_identity_id" uuid,
	"revoked_at" timestamp with time zone,
	"open_count" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "migration_readers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"migration_id" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"language" text,
	"state" text NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	"considered_at" timestamp with time zone,
	"invited_at" timestamp with time zone,
	"invited_by" text,
	"invitation_message_id" uuid,
	"reminder_round" integer DEFAULT 0 NOT NULL,
	"reminder_count" integer DEFAULT 0 NOT NULL,
	"reminded_at" timestamp with time zone,
	"opened_at" timestamp with time zone,
	"arrived_at" timestamp with time zone,
	"channel" text,
	"confirmed_at" timestamp with time zone,
	"confirmed_identity_id" uuid,
	"declined_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audience_migrations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"source_account_id" uuid NOT NULL,
	"target_account_ids" jsonb NOT NULL,
	"topic_id" uuid NOT NULL,
	"status" text NOT NULL,
	"wording" jsonb NOT NULL,
	"reminders" jsonb NOT NULL,
	"reminder_round" integer DEFAULT 0 NOT NULL,
	"deadline_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "identity_links" ADD CONSTRAINT "identity_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_links" ADD CONSTRAINT "identity_links_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "migration_arrivals" ADD CONSTRAINT "migration_arrivals_reader_id_migration_readers_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."migration_readers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "migration_arrivals" ADD CONSTRAINT "migration_arrivals_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "migration_import_errors" ADD CONSTRAINT "migration_import_errors_import_id_migration_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."migration_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "migration_imports" ADD CONSTRAINT "migration_imports_migration_id_audience_migrations_id_fk" FOREIGN KEY ("migration_id") REFERENCES "public"."audience_migrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "migration_links" ADD CONSTRAINT "migration_links_reader_id_migration_readers_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."migration_readers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "migration_readers" ADD CONSTRAINT "migration_readers_migration_id_audience_migrations_id_fk" FOREIGN KEY ("migration_id") REFERENCES "public"."audience_migrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "migration_readers" ADD CONSTRAINT "migration_readers_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_migrations" ADD CONSTRAINT "audience_migrations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_migrations" ADD CONSTRAINT "audience_migrations_source_account_id_channel_accounts_id_fk" FOREIGN KEY ("source_account_id") REFERENCES "public"."channel_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_migrations" ADD CONSTRAINT "audience_migrations_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identity_links_identity" ON "identity_links" USING btree ("identity_id");--> statement-breakpoint
CREATE UNIQUE INDEX "migration_arrivals_use" ON "migration_arrivals" USING btree ("link_id","identity_id");--> statement-breakpoint
CREATE INDEX "migration_arrivals_identity" ON "migration_arrivals" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "migration_arrivals_reader" ON "migration_arrivals" USING btree ("reader_id");--> statement-breakpoint
CREATE INDEX "migration_imports_migration" ON "migration_imports" USING btree ("migration_id","created_at","id");--> statement-breakpoint
CREATE INDEX "migration_imports_open" ON "migration_imports" USING btree ("created_at") WHERE finished_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "migration_links_token" ON "migration_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "migration_links_reader" ON "migration_links" USING btree ("reader_id");--> statement-breakpoint
CREATE UNIQUE INDEX "migration_readers_identity" ON "migration_readers" USING btree ("migration_id","identity_id");--> statement-breakpoint
CREATE INDEX "migration_readers_of" ON "migration_readers" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "migration_readers_page" ON "migration_readers" USING btree ("migration_id","created_at","id");--> statement-breakpoint
CREATE INDEX "migration_readers_state" ON "migration_readers" USING btree ("migration_id","state","id");--> statement-breakpoint
CREATE INDEX "migration_readers_message" ON "migration_readers" USING btree ("invitation_message_id") WHERE invitation_message_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "migration_readers_confirmed" ON "migration_readers" USING btree ("confirmed_identity_id") WHERE confirmed_identity_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "audience_migrations_workspace" ON "audience_migrations" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audience_migrations_running" ON "audience_migrations" USING btree ("id") WHERE status = 'RUNNING';