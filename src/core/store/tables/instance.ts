import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** What this database knows about itself: one row. */
export const instance = pgTable('instance', {
  isOnly: boolean('is_only').primaryKey().default(true),
  /** Where it lived when it was last known to be whole: see `Database.place`. A copy of it lives elsewhere. */
  place: text('place').notNull(),
  /** Null: what is queued is sent. */
  sendingHeldAt: instant('sending_held_at'),
});
