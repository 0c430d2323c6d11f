import { type AccountContext, ChannelError, type MessageChange } from '../../core/channel/index.ts';
import { callRepeatably } from './call-api.ts';
import { isNotModified } from './errors.ts';
import { renderEdit } from './render-edit.ts';
import { toApiBody } from './send.ts';

/** Changes what a message of ours says. Telegram sets no deadline; saying the same again is success. */
export async function edit(change: MessageChange, context: AccountContext): Promise<void> {
  const rendering = renderEdit(change);
  if (rendering.kind === 'not-editable') {
    throw new ChannelError('rejected', rendering.message, {
      platformCode: 'not-asked',
      cause: 'invalid-content',
      actionBy: 'author',
    });
  }
  const { request } = rendering;
  const body = await toApiBody(request, context);
  try {
    await callRepeatably(request.operation, body, context);
  } catch (error) {
    if (!isNotModified(error)) throw error;
  }
}
