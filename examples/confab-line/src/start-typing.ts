import { type AccountContext, ChannelError } from 'confab/channel';
import { callRepeatably } from './call-api.ts';
import { capabilities } from './capabilities.ts';

/** The loading animation, which LINE shows in chats with one person only. */
export async function startTyping(recipientExternalId: string, context: AccountContext): Promise<void> {
  if (!recipientExternalId.startsWith('U')) {
    throw new ChannelError('rejected', 'LINE shows typing to single persons only.', {
      platformCode: 'not-asked',
      cause: 'not-permitted',
      actionBy: 'nobody',
    });
  }
  const loadingSeconds = capabilities.typing.outbound.lastsMs / 1000;
  await callRepeatably(
    'POST',
    '/v2/bot/chat/loading/start',
    { chatId: recipientExternalId, loadingSeconds },
    context,
  );
}
