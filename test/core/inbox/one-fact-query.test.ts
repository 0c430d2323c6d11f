import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { Database, Statement } from '../../../src/core/store/database.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createSendingScene, type SendingScene } from '../delivery/sending-scene.ts';

describeOnEveryEngine('sending', (open) => {
  let scene: SendingScene;
  beforeAll(async () => {
    scene = await createSendingScene(open);
  });
  afterAll(() => scene.close());

  it('asks the store once for everything that policy wants to know', async () => {
    const { core, workspace } = scene;
    const statements: string[] = [];
    const listening: Database['run'] = (statement: Statement, parameters) => {
      statements.push(statement.name);
      return core.db.run(statement, parameters);
    };
    const { id: identityId } = await scene.customer();

    const outcome = await sendMessage({ ...core, db: { ...core.db, run: listening } }, workspace.owner, {
      conversationId: null,
      identityId,
      parts: [{ type: 'text', text: 'Hello' }],
      purpose: 'MARKETING',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
      idempotencyKey: 'once',
    });

    expect(outcome.kind).toBe('refused');
    expect(statements.filter((name) => name.startsWith('policy'))).toEqual(['policy_facts']);
  });
});
