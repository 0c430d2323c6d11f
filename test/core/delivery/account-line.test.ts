import { describe, expect, it } from 'vitest';
import { createAccountLine } from '../../../src/core/delivery/account-line.ts';
import type { Grant, Spending } from '../../../src/core/delivery/rate-limits.ts';
import type { ChannelAccountId } from '../../../src/core/model/ids.ts';

const GRANTED: Grant = { kind: 'granted', answered: () => {} };
const busy = (waitMs: number): Grant => ({ kind: 'wait', waitMs, isAccounts: true });

/** An account that answers what the test tells it to, and remembers who asked. */
function createAccount(...answers: readonly Grant[]) {
  const waiting = [...answers];
  const line = createAccountLine({ take: async () => waiting.shift() ?? GRANTED });
  const order: string[] = [];
  const stand = async (name: string, isCampaign: boolean) => {
    const grant = await line.take(spendingOf(name), isCampaign);
    order.push(name);
    return grant;
  };
  return { stand, order };
}

const spendingOf = (recipientExternalId: string): Spending => ({
  accountId: 'account' as ChannelAccountId,
  recipientExternalId,
  isGroup: false,
  limits: [],
  cost: 1,
});

describe('the line of an account', () => {
  it('lets dialogue pass campaigns that came before it', async () => {
    const { stand, order } = createAccount(busy(5));

    await Promise.all([stand('issue 1', true), stand('issue 2', true), stand('an answer', false)]);

    expect(order).toEqual(['an answer', 'issue 1', 'issue 2']);
  });

  it('is kept: who came first leaves first', async () => {
    const { stand, order } = createAccount(busy(1), GRANTED, busy(1));

    await Promise.all(['one', 'two', 'three'].map((name) => stand(name, false)));

    expect(order).toEqual(['one', 'two', 'three']);
  });

  it('does not hold up others for somebody whose own conversation has to rest', async () => {
    const rests: Grant = { kind: 'wait', waitMs: 60_000, isAccounts: false };
    const { stand } = createAccount(rests);

    const grants = await Promise.all([stand('Ada', false), stand('Grace', false)]);

    expect(grants).toEqual([rests, GRANTED]);
  });

  it('is no place to wait for longer than a moment', async () => {
    const { stand } = createAccount(busy(60_000));

    expect(await stand('Ada', true)).toEqual(busy(60_000));
  });

  it('goes on behind limits that could not be asked', async () => {
    let asked = 0;
    const line = createAccountLine({
      take: async () => {
        asked += 1;
        if (asked === 1) throw new Error('no answer');
        return GRANTED;
      },
    });

    const outcomes = await Promise.allSettled([
      line.take(spendingOf('Ada'), false),
      line.take(spendingOf('Grace'), false),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
