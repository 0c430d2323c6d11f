import { startMessengerSimulator } from '../../../../src/channels/messenger/simulator/index.ts';
import type { TemplatePart } from '../../../../src/core/model/part.ts';
import type { StartPlatform } from './platform.ts';

const APPROVED: TemplatePart = { type: 'template', name: 'order', language: 'de', variables: {} };

/** Two Pages: one of an app with the Human Agent feature that stands in the News Page Index, and one of neither. */
export const startMessenger: StartPlatform = async (stage) => {
  const messenger = await startMessengerSimulator({ sendLimits: null, clock: stage.clock });
  const connect = (hasRights: boolean) => {
    const page = messenger.addPage({
      hasHumanAgent: hasRights,
      isNewsPage: hasRights,
      templates: [APPROVED.name],
    });
    return stage.connect({
      channel: 'messenger',
      credentials: {
        pageId: page.id,
        pageAccessToken: page.token,
        appId: messenger.app.id,
        appSecret: messenger.app.secret,
      },
      settings: { humanAgent: String(hasRights), registeredNewsPage: String(hasRights) },
      apiBaseUrl: messenger.url,
    });
  };
  const accounts = [await connect(true), await connect(false)];
  let count = 0;
  const someone = () => {
    count += 1;
    return messenger.customer(`Person ${count}`);
  };

  return {
    channel: 'messenger',
    accounts,
    templates: [{ part: APPROVED, category: 'UTILITY', text: 'It is ready.', isApproved: true }],
    histories: {
      'never came': (account) => {
        count += 1;
        return stage.stranger(account, `91234567890${count}`);
      },
      wrote: (account) =>
        stage.newcomer(account, () => someone().writes('Hello', { page: account.externalId ?? '' })),
      began: (account) =>
        stage.newcomer(account, () => someone().does({ do: 'getStarted', page: account.externalId ?? '' })),
    },
    // Of a block nobody is told: "not available" may pass, and keeps nobody from being written to.
    enforces: (rule, { template }) =>
      rule === 'customer-first' || (rule === 'messaging-window' && template === null),
    arrives: async () => true,
    close: () => messenger.close(),
  };
};
