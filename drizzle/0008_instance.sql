CREATE TABLE "instance" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"place" text NOT NULL,
	"sending_held_at" timestamp with time zone
);
