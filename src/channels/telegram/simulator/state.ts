import type { AnswerFault, DeliveryFault, Faults } from '../../shared/simulator/faults.ts';
import type { Random } from '../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../shared/simulator/simulated-time.ts';
import type { TokenBucket } from '../../shared/simulator/token-bucket.ts';
import type { Answer } from './answer.ts';
import type { FileStore, StoredFile } from './files/file-store.ts';
import type { Parameters } from './parameters.ts';
import type { Inbox } from './people/inbox.ts';
import type { SimulatorSettings } from './settings.ts';
import type { LongPoll } from './updates/long-poll.ts';
import type { UpdateQueue } from './updates/update-queue.ts';
import type { WebhookSetting } from './updates/webhook-setting.ts';
import type { ChatType, WireContent, WireMessage, WireReaction, WireReplyMarkup, WireUser } from './wire.ts';

/** Everything that the simulated Telegram knows. */
export interface World {
  readonly settings: SimulatorSettings;
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly answerFaults: Faults<AnswerFault>;
  readonly deliveryFaults: Faults<DeliveryFault>;
  /** By user id, which is what a token begins with. */
  readonly bots: Map<number, Bot>;
  /** By user id. */
  readonly people: Map<number, Person>;
  /** By `Chat.key`. */
  readonly chats: Map<string, Chat>;
  /** By connection id. */
  readonly businessConnections: Map<string, BusinessConnection>;
  /** Taps that wait for `answerCallbackQuery`, by query id. */
  readonly callbackQueries: Map<string, CallbackQuery>;
  readonly files: FileStore;
  /** Calls a method of the Bot API from inside: what a webhook answers may be such a call. */
  call(bot: Bot, method: string, parameters: Parameters, signal: AbortSignal): Promise<Answer>;
}

export interface Bot {
  readonly user: WireUser & { readonly username: string };
  /** Changes when the old one is revoked. */
  token: string;
  /** In groups it sees only what is meant for it, unless it is an administrator. */
  readonly hasPrivacyMode: boolean;
  readonly canConnectToBusiness: boolean;
  /** Stars to pay for broadcasts with; 0.1 a message. */
  starBalance: number;
  readonly updates: UpdateQueue;
  webhook: WebhookSetting | null;
  /** The call of `getUpdates` that is waiting, if one is. */
  poll: LongPoll | null;
  /** By scope and language, as `setMyCommands` got them. */
  readonly commands: Map<string, readonly object[]>;
  readonly sending: {
    readonly free: TokenBucket;
    readonly paid: TokenBucket;
    /** By `Chat.key`. */
    readonly byChat: Map<string, TokenBucket>;
  };
}

/** A human being with a Telegram account. */
export interface Person {
  readonly user: WireUser;
  readonly phoneNumber: string;
  isDeactivated: boolean;
  /** A setting of the person's account: false refuses voice and video notes. */
  acceptsVoice: boolean;
  /** The picture that they show of themselves, in ascending sizes; null: none. */
  picture: readonly StoredFile[] | null;
  readonly inbox: Inbox;
}

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';

export interface Chat {
  /** Unique in the world: private chats of two bots with one person have the same id. */
  readonly key: string;
  readonly id: number;
  readonly type: ChatType;
  title: string | null;
  readonly username: string | null;
  readonly isForum: boolean;
  /** Private and business chats: the person whom the bot talks with. */
  readonly personId: number | null;
  /** Business chats: through which connection. */
  readonly businessConnectionId: string | null;
  /** People and bots by user id. In a private chat the bot is `kicked` while it is blocked. */
  readonly members: Map<number, MemberStatus>;
  /** Forum topics by thread id. */
  readonly topics: Map<number, { readonly name: string; isClosed: boolean }>;
  readonly messages: Map<number, StoredMessage>;
  lastMessageId: number;
  /** A group that has become a supergroup. */
  migratedToId: number | null;
  isDeleted: boolean;
  /** When a person last wrote here; business chats may be answered for 24 hours. */
  lastInboundAtMs: number | null;
}

export interface StoredMessage {
  /** All of it, as the Bot API shows it. */
  wire: WireMessage;
  /** What stays the same when it is edited, and what it says at present. */
  readonly envelope: WireMessage;
  content: WireContent;
  /** The buttons it brought. On the wire only those below a message are shown again. */
  markup: WireReplyMarkup | undefined;
  /** A person, a bot, or null for what the chat itself says. */
  readonly senderId: number | null;
  readonly sentAtMs: number;
  /** By user id; what everybody has put on it at present. */
  readonly reactions: Map<number, readonly WireReaction[]>;
  /** Votes by user id, where it is a poll. */
  readonly votes: Map<number, readonly number[]>;
}

export interface BusinessConnection {
  readonly id: string;
  readonly botId: number;
  readonly ownerId: number;
  readonly connectedAtMs: number;
  isEnabled: boolean;
  canReply: boolean;
}

export interface CallbackQuery {
  readonly botId: number;
  readonly personId: number;
  readonly chatId: number;
  readonly messageId: number;
  readonly askedAtMs: number;
}
