import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type ConnectedAccount,
  type ConnectReport,
  type ReceivingArrangement,
} from '../../core/channel/index.ts';
import type { HealthStep } from '../../core/model/channel-account.ts';
import { type ConnectStep, runStep, runSteps } from '../shared/connect-steps.ts';
import { callGraphRepeatably, type GraphCall, type MetaGraph } from '../shared/meta-graph.ts';
import { limits } from './capabilities.ts';
import { appGraphOf, graphOf, pagePath } from './graph.ts';
import { Id, optional, Word } from './payload.ts';
import { readWords } from './settings.ts';

const Page = z.object({ id: Id, name: optional(Word), username: optional(Word) });
const Success = z.object({ success: z.literal(true) });
const Subscriptions = z.object({
  data: z.array(z.object({ id: optional(Id), subscribed_fields: optional(z.array(z.string())) })),
});

/** All that is understood here. What the Page is not subscribed to never comes. */
export const SUBSCRIBED_FIELDS = [
  'messages',
  'message_echoes',
  'message_edits',
  'message_reactions',
  'message_deliveries',
  'message_reads',
  'messaging_postbacks',
  'messaging_optins',
  'messaging_referrals',
  'messaging_account_linking',
  'messaging_handovers',
  'messaging_policy_enforcement',
  'messaging_feedback',
  'response_feedback',
] as const;

/** What a first tap on the button sends; without the button no link brings its reference to a new conversation. */
export const GET_STARTED = 'GET_STARTED';

/**
 * The Page that the token is of, where the app's webhooks go, and that this Page's events are among them. An app has
 * one address for all of its Pages: of several, the one that was connected last has it, and distributes.
 */
export async function connect(
  context: AccountContext,
  arrangement: ReceivingArrangement,
): Promise<ConnectReport> {
  let account: ConnectedAccount | null = null;
  const steps: readonly ConnectStep[] = [
    {
      name: 'page token',
      run: async () => {
        account = await findPage(context);
        return `The token is of the Page ${account.displayName}.`;
      },
    },
    { name: 'webhook', run: () => setWebhook(arrangement, context) },
    { name: 'subscribed_apps', run: () => subscribe(context) },
    { name: 'subscribed fields', run: () => inspectSubscription(context) },
  ];
  const done = await runSteps('Messenger', steps);
  if (done.some(({ isOk }) => !isOk)) return { steps: done, account };
  return { steps: [...done, await offerStart(context)], account };
}

/** Events of this Page no longer come; the app keeps its address, for its other Pages. */
export async function disconnect(context: AccountContext): Promise<void> {
  try {
    await call({ method: 'DELETE', path: pagePath(context, 'subscribed_apps') }, context);
  } catch (error) {
    // Meta no longer takes the token: then it brings us nothing either.
    if (!(error instanceof ChannelError && error.kind === 'unauthorized')) throw error;
  }
}

async function findPage(context: AccountContext): Promise<ConnectedAccount> {
  const { id, name, username } = Page.parse(
    await call({ method: 'GET', path: 'me', query: { fields: 'id,name,username' } }, context),
  );
  if (id !== context.credentials.pageId) {
    throw new ChannelError(
      'rejected',
      `The token is of ${name ?? id} (${id}), not of the Page ${context.credentials.pageId}. Give the account a token of that Page.`,
      { platformCode: 'token:other-page', cause: 'not-permitted', actionBy: 'operator' },
    );
  }
  return { externalId: id, displayName: name ?? id, username: username ?? null };
}

async function setWebhook(arrangement: ReceivingArrangement, context: AccountContext): Promise<string> {
  if (arrangement.mode === 'polling') {
    throw new ChannelError(
      'rejected',
      'Messenger brings events to a public address only: set PUBLIC_URL, start again and check the account.',
      { platformCode: 'webhook:no-address', cause: 'not-permitted', actionBy: 'operator' },
    );
  }
  const { url } = arrangement;
  const graph = appGraphOf(context);
  if (graph === null) {
    return `Set the callback URL ${url} and this account’s verify token in the app dashboard, under Messenger → Webhooks; or give the account the app’s id, and it is set for you.`;
  }
  const { appId = '', verifyToken = '' } = context.credentials;
  Success.parse(
    await call(
      {
        method: 'POST',
        path: `${encodeURIComponent(appId)}/subscriptions`,
        body: {
          object: 'page',
          callback_url: url,
          verify_token: verifyToken,
          fields: SUBSCRIBED_FIELDS.join(','),
          include_values: true,
        },
      },
      context,
      graph,
    ),
  );
  return `Meta will bring the app’s events to ${url}.`;
}

async function subscribe(context: AccountContext): Promise<string> {
  Success.parse(
    await call(
      {
        method: 'POST',
        path: pagePath(context, 'subscribed_apps'),
        body: { subscribed_fields: SUBSCRIBED_FIELDS.join(',') },
      },
      context,
    ),
  );
  return 'The app gets the events of this Page.';
}

/** Meta takes a subscription to fields that the app may not have, and then leaves them out. */
async function inspectSubscription(context: AccountContext): Promise<string> {
  const { data } = Subscriptions.parse(
    await call({ method: 'GET', path: pagePath(context, 'subscribed_apps') }, context),
  );
  const { appId } = context.credentials;
  const ours = data.find(({ id }) => id === appId) ?? (data.length === 1 ? data[0] : undefined);
  const fields = ours?.subscribed_fields;
  if (fields === undefined) return 'Meta does not say which events come.';
  const missing = SUBSCRIBED_FIELDS.filter((field) => !fields.includes(field));
  if (missing.includes('messages')) {
    throw new ChannelError(
      'rejected',
      'Messages of this Page do not come: the app lacks the permission pages_messaging.',
      { platformCode: 'subscription:no-messages', cause: 'not-permitted', actionBy: 'operator' },
    );
  }
  return missing.length === 0
    ? 'All events come that are understood here.'
    : `Events come, but for ${missing.join(', ')}.`;
}

/** The button and the greeting are a convenience: without them everything else works. */
async function offerStart(context: AccountContext): Promise<HealthStep> {
  const greeting = readWords(context.settings, 'greeting');
  const run = async () => {
    await call(
      {
        method: 'POST',
        path: pagePath(context, 'messenger_profile'),
        body: {
          get_started: { payload: GET_STARTED },
          ...(greeting !== null && {
            greeting: [{ locale: 'default', text: greeting.slice(0, limits.greeting) }],
          }),
        },
      },
      context,
    );
    return 'People who have not written before see the button Get Started.';
  };
  const result = await runStep('Messenger', { name: 'messenger_profile', run });
  return result.isOk
    ? result
    : {
        ...result,
        isOk: true,
        description: `The button Get Started could not be set, nothing else is amiss: ${result.description}`,
      };
}

function call(graphCall: GraphCall, context: AccountContext, graph?: MetaGraph): Promise<unknown> {
  return callGraphRepeatably(graphCall, graph ?? graphOf(context), context);
}
