import { describe, expect, it } from 'vitest';
import { routing } from '../../../src/channels/messenger/routing.ts';
import type { AccountContext } from '../../../src/core/channel/index.ts';
import { channelErrorOf, startScriptedGraph } from './scripted-graph.ts';

const PSID = '7712003344556677';

type Case = readonly [string, (context: AccountContext) => Promise<void>, object];

describe('who answers a conversation of a Page', () => {
  it.each<Case>([
    ['take_thread_control', (context) => routing.take(PSID, context), {}],
    ['request_thread_control', (context) => routing.request(PSID, context), {}],
    ['release_thread_control', (context) => routing.release(PSID, context), {}],
    ['pass_thread_control', (context) => routing.pass(PSID, '777', context), { target_app_id: '777' }],
    [
      'pass_thread_control',
      (context) => routing.pass(PSID, null, context),
      { target_app_id: '263902037430900' },
    ],
  ])('is settled by %s', async (edge, change, more) => {
    const { calls, context } = await startScriptedGraph({ body: { success: true } });

    await change(context);

    expect(calls.map(({ path }) => path.split('/').at(-1))).toEqual([edge]);
    expect(calls[0]?.body).toEqual({ recipient: { id: PSID }, ...more });
  });

  it('may be settled again when the answer was lost', async () => {
    const { context } = await startScriptedGraph({ status: 502, body: '' });

    expect((await channelErrorOf(routing.take(PSID, context))).kind).toBe('unavailable');
  });
});
