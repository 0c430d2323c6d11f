import { describe, expect, it } from 'vitest';
import { followTogether } from '../../../src/core/automation/follow-together.ts';
import type { WorkspaceEvent } from '../../../src/core/model/event.ts';
import type { IdentityId, WorkspaceId } from '../../../src/core/model/ids.ts';

const event = (number: number, person: string | null): WorkspaceEvent => ({
  number,
  workspaceId: 'workspace' as WorkspaceId,
  type: 'MESSAGE_RECEIVED',
  occurredAt: new Date(0),
  subject: person === null ? {} : { identityId: person as IdentityId },
  detail: {},
});

describe('a stretch of the log', () => {
  it('is followed person by person in its order, while nobody waits for somebody else', async () => {
    const followed: number[] = [];
    let bobIsThrough = () => {};
    const bob = new Promise<void>((through) => {
      bobIsThrough = through;
    });

    await followTogether(
      [event(1, 'ada'), event(2, 'bob'), event(3, 'ada'), event(4, null), event(5, 'bob')],
      async ({ number }) => {
        // Ada's first event takes until Bob's last one is through.
        if (number === 1) await bob;
        followed.push(number);
        if (number === 5) bobIsThrough();
      },
    );

    expect(followed.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(followed.filter((number) => number === 1 || number === 3)).toEqual([1, 3]);
    expect(followed.filter((number) => number === 2 || number === 5)).toEqual([2, 5]);
  });

  it('says that it failed only when nobody is being followed any more, and never goes on behind a failure of the same person', async () => {
    const followed: number[] = [];

    const outcome = followTogether(
      [event(1, 'ada'), event(2, 'bob'), event(3, 'ada'), event(4, 'bob')],
      async ({ number }) => {
        if (number === 1) throw new Error('The database is away.');
        await Promise.resolve();
        followed.push(number);
      },
    );

    await expect(outcome).rejects.toThrow('The database is away.');
    expect(followed).toEqual([2, 4]);
  });
});
