import { type AccountContext, ChannelError, type RoutingPort } from '../channel/index.ts';
import type { IdentityId } from '../model/ids.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { RoutingStep, ThreadControl } from '../model/words.ts';
import { changeIdentityRow } from '../store/intake-identities.ts';
import { findRecipientByIdentity } from '../store/recipients.ts';
import type { Identity } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import { workspaceNow } from './workspace-now.ts';

export interface RouteConversationCommand {
  readonly identityId: IdentityId;
  readonly step: RoutingStep;
  /** `PASS`: the platform's id of the program that shall answer; null: where people answer by hand. */
  readonly program: string | null;
}

const TIMEOUT_MS = 10_000;

/** Whose the conversation is once the platform has said yes; asking changes nothing yet. */
const CONTROL_AFTER: Readonly<Record<RoutingStep, ThreadControl | null>> = {
  TAKE: 'OURS',
  REQUEST: null,
  RELEASE: 'NOBODYS',
  PASS: 'ANOTHERS',
};

/** Settles at the platform which program of the business answers somebody. Repeating it is harmless. */
export async function routeConversation(
  core: Core,
  viewer: WorkspaceViewer,
  { identityId, step, program }: RouteConversationCommand,
): Promise<{ readonly kind: 'done'; readonly identity: Identity } | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const recipient = await findRecipientByIdentity(core.db, viewer.workspaceId, identityId);
  if (recipient === null) return notFound('identity', ['identityId']);
  const { identity, account } = recipient;
  const adapter = core.channels.find(account.channel);
  if (adapter?.routing === undefined) {
    const name = adapter?.displayName ?? 'This channel';
    return validationFailed(`On ${name} one program alone answers.`, ['identityId']);
  }
  if (program !== null && (step !== 'PASS' || !/^[\x21-\x7e]{1,100}$/u.test(program)))
    return validationFailed('Only PASS names a program, by the id that the platform has for it.', [
      'program',
    ]);
  try {
    const context = await core.openAccount(account, TIMEOUT_MS);
    await carryOut(adapter.routing, step, identity.externalId, program, context);
  } catch (error) {
    core.log.warn({ error, accountId: account.id, step }, 'a conversation was not routed');
    return {
      kind: 'channel-unavailable',
      message: wordsOf(error, adapter.displayName),
      path: [],
      platformCode: error instanceof ChannelError ? error.facts.platformCode : null,
      isRetryable: !(error instanceof ChannelError && error.kind === 'rejected'),
    };
  }
  const control = CONTROL_AFTER[step];
  if (control === null || control === identity.threadControl) return { kind: 'done', identity };
  const now = await workspaceNow(core, viewer.workspaceId);
  const change = { threadControl: control, threadControlAt: now };
  return commit(core, viewer.workspaceId, async (queries) => {
    await changeIdentityRow(queries, identityId, change);
    return {
      result: { kind: 'done', identity: { ...identity, ...change } },
      events: [
        {
          type: 'THREAD_CONTROL_CHANGED',
          subject: { identityId, contactId: identity.contactId, channelAccountId: account.id },
          occurredAt: now,
          detail: { control },
        },
      ],
    };
  });
}

function carryOut(
  routing: RoutingPort,
  step: RoutingStep,
  recipient: string,
  program: string | null,
  context: AccountContext,
): Promise<void> {
  switch (step) {
    case 'TAKE':
      return routing.take(recipient, context);
    case 'REQUEST':
      return routing.request(recipient, context);
    case 'RELEASE':
      return routing.release(recipient, context);
    case 'PASS':
      return routing.pass(recipient, program, context);
    default:
      return step satisfies never;
  }
}

function wordsOf(error: unknown, displayName: string): string {
  if (!(error instanceof ChannelError)) return `${displayName} could not be asked.`;
  const { platformMessage } = error.facts;
  return storableText(
    platformMessage === undefined ? error.message : `${error.message} It says: ${platformMessage}`,
  );
}
