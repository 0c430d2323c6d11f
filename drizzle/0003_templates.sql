CREATE TABLE "template_syncs" (
	"channel_account_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"last_synced_at" timestamp with time zone,
	"due_at" timestamp with time zone NOT NULL,
	"failure_count" integer DEFAULT 0 NOT NULL,
	"failure" text
);
--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "previous_category" text;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "coming_category" text;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "status" text NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "platform_status" text NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "quality" text;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "rejection_reason" text;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "rejection_detail" text;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "created_at" timestamp with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "changed_at" timestamp with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "news_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "vanished_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "template_syncs" ADD CONSTRAINT "template_syncs_channel_account_id_channel_accounts_id_fk" FOREIGN KEY ("channel_account_id") REFERENCES "public"."channel_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_syncs" ADD CONSTRAINT "template_syncs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "template_syncs_due" ON "template_syncs" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "templates_external" ON "templates" USING btree ("channel_account_id","external_id");--> statement-breakpoint
CREATE INDEX "templates_category" ON "templates" USING btree ("channel_account_id","category","name","language");--> statement-breakpoint
CREATE INDEX "templates_account_list" ON "templates" USING btree ("channel_account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "templates_list" ON "templates" USING btree ("workspace_id","created_at","id");