ALTER TABLE "identities" ADD COLUMN "thread_control" text;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "thread_control_at" timestamp with time zone;