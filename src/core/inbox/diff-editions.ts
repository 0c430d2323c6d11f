import type { PolicyDecision } from '../model/policy.ts';
import { type NotFound, notFound } from '../model/result.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { compareEditions } from '../policy/compare-editions.ts';
import { readDecidedMessages } from '../store/decided-messages.ts';
import { readPolicyFacts } from '../store/policy-facts.ts';
import type { Message } from '../store/rows.ts';
import type { Core } from './core.ts';
import { toPolicyFacts } from './policy-facts.ts';
import { factsAsk, templateOf } from './weigh-sending.ts';
import { policyRequest } from './weighed.ts';

export interface EditionsCompared {
  readonly kind: 'compared';
  /** How many decisions were looked at. */
  readonly decided: number;
  readonly changed: readonly {
    readonly message: Message;
    readonly before: PolicyDecision;
    readonly after: PolicyDecision;
  }[];
}

/**
 * Which of the last decisions would change under another edition of their channel. What was known about the
 * contact then is not kept, so the facts are those of today; both answers are given on them.
 */
export async function diffEditions(
  core: Pick<Core, 'db' | 'channels'>,
  viewer: WorkspaceViewer,
  { edition: name, last }: { readonly edition: string; readonly last: number },
): Promise<EditionsCompared | NotFound> {
  const adapter = core.channels.all.find(({ policyEditions }) =>
    policyEditions.some((edition) => edition.name === name),
  );
  const other = adapter?.policyEditions.find((edition) => edition.name === name);
  if (adapter === undefined || other === undefined) return notFound('edition', ['edition']);
  const messages = await readDecidedMessages(core.db, viewer.workspaceId, adapter.name, last);
  const weighed = messages.map((message) => ({
    author: message.authorKind,
    purpose: message.purpose ?? 'SERVICE',
    parts: message.parts,
    ...(message.options !== null && { options: message.options }),
  }));
  const asks = weighed.map((one, index) => ({
    ...factsAsk(viewer.workspaceId, messages[index]?.identityId ?? null, one, messages[index]?.id ?? null),
    isFixedTime: true,
  }));
  const latest = messages[0]?.receivedAt ?? new Date(0);
  const facts = await readPolicyFacts(core.db, asks, latest, false);
  const questions = messages.flatMap((message, index) => {
    const one = weighed[index];
    const row = facts[index]?.[0];
    if (one === undefined || row === undefined) return [];
    return [
      {
        message,
        request: policyRequest(adapter, one),
        facts: toPolicyFacts(adapter, row, templateOf(one.parts)),
        at: message.receivedAt,
      },
    ];
  });
  const changed = compareEditions(questions, adapter.policyEditions, other);
  return {
    kind: 'compared',
    decided: questions.length,
    changed: changed.map(({ question, before, after }) => ({ message: question.message, before, after })),
  };
}
