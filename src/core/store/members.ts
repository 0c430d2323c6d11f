import { and, eq } from 'drizzle-orm';
import type { MemberId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Member } from './rows.ts';
import { singleRow } from './single-row.ts';
import { members } from './tables/index.ts';

export async function insertMember({ orm }: Queries, member: typeof members.$inferInsert): Promise<Member> {
  return singleRow(await orm.insert(members).values(member).returning());
}

/** Deactivated members are found too: the caller decides what they may. */
export async function findMember(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: MemberId,
): Promise<Member | null> {
  const [member] = await orm
    .select()
    .from(members)
    .where(and(eq(members.id, id), eq(members.workspaceId, workspaceId)));
  return member ?? null;
}
