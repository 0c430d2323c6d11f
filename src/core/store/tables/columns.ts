import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Id } from '../../model/ids.ts';

/** A UUIDv7 of one noun. */
export const idColumn = <Noun extends string>(name: string) => uuid(name).$type<Id<Noun>>();

/** An instant, to the microsecond in the database and the millisecond here. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
