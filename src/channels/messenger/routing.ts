import type { AccountContext, RoutingPort } from '../../core/channel/index.ts';
import { callGraphRepeatably } from '../shared/meta-graph.ts';
import { graphOf, pagePath } from './graph.ts';
import { toRecipient } from './keys.ts';
import { PAGE_INBOX } from './parse-thread-control.ts';

/** Conversation Routing: a thread is one app's at a time, and nobody's after a day without a word. */
export const routing: RoutingPort = {
  take: (recipient, context) => change('take_thread_control', recipient, {}, context),
  request: (recipient, context) => change('request_thread_control', recipient, {}, context),
  release: (recipient, context) => change('release_thread_control', recipient, {}, context),
  pass: (recipient, program, context) =>
    change('pass_thread_control', recipient, { target_app_id: program ?? PAGE_INBOX }, context),
};

async function change(
  edge: string,
  recipientExternalId: string,
  more: Readonly<Record<string, string>>,
  context: AccountContext,
): Promise<void> {
  await callGraphRepeatably(
    {
      method: 'POST',
      path: pagePath(context, edge),
      body: { recipient: toRecipient(recipientExternalId), ...more },
    },
    graphOf(context),
    context,
  );
}
