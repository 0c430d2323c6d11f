CREATE TABLE "profile_tasks" (
	"identity_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "avatar_media_id" uuid;--> statement-breakpoint
ALTER TABLE "profile_tasks" ADD CONSTRAINT "profile_tasks_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "profile_tasks_due" ON "profile_tasks" USING btree ("next_attempt_at");