import { startMessengerSimulator } from '../../../../src/channels/messenger/simulator/index.ts';
import type { TemplatePart } from '../../../../src/core/model/part.ts';
import type { ChannelAccount, Identity } from '../../../../src/core/store/rows.ts';
import type { StartPlatform } from './platform.ts';

const APPROVED: TemplatePart = { type: 'template', name: 'order', language: 'de', variables: {} };

const HALF_DAY_MS = 12 * 60 * 60 * 1000;
const isLater =
  ({ lastInboundAt: before }: Identity) =>
  ({ lastInboundAt }: Identity): boolean =>
    lastInboundAt !== null && before !== null && lastInboundAt > before;

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

  /** Somebody wrote, and does something else half a day later. */
  const later = async (
    account: ChannelAccount,
    act: (person: ReturnType<typeof someone>, mid: string, page: string) => void,
    opensWindow = true,
  ) => {
    const person = someone();
    const page = account.externalId ?? '';
    let mid = '';
    const wrote = await stage.newcomer(account, () => {
      mid = person.writes('Hello', { page }).mid ?? '';
    });
    stage.clock.advance(HALF_DAY_MS);
    act(person, mid, page);
    return opensWindow ? stage.becomes(wrote, isLater(wrote)) : wrote;
  };

  return {
    channel: 'messenger',
    accounts,
    templates: [
      { part: APPROVED, category: 'UTILITY', text: 'It is ready.', isApproved: true },
      { part: { ...APPROVED, name: 'refund' }, category: 'UTILITY', text: 'It is back.', isApproved: false },
    ],
    neverMet: ['opted-out'],
    histories: {
      'never came': (account) => {
        count += 1;
        return stage.stranger(account, `91234567890${count}`);
      },
      wrote: (account) =>
        stage.newcomer(account, () => someone().writes('Hello', { page: account.externalId ?? '' })),
      began: (account) =>
        stage.newcomer(account, () => someone().does({ do: 'getStarted', page: account.externalId ?? '' })),
      'wrote, and reacted later': (account) =>
        later(account, (person, mid, page) => person.reacts(mid, '❤', { page })),
      'wrote, and came by a link later': (account) =>
        later(account, (person, _mid, page) => person.does({ do: 'followLink', ref: 'table-4', page })),
      'wrote, and edited it later': (account) =>
        later(account, (person, mid, page) => person.edits(mid, 'Hello!', { page }), false),
    },
    // Of a block nobody is told: "not available" may pass, and keeps nobody from being written to.
    enforces: (rule, { template }) =>
      rule === 'customer-first' ||
      rule === 'template-usable' ||
      (rule === 'messaging-window' && template === null),
    arrives: async () => true,
    close: () => messenger.close(),
  };
};
