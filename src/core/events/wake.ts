import type { ChannelAccountId, ConversationId, WorkspaceId } from '../model/ids.ts';

/** "Workspace W has news up to N." Every one of these may be lost: the table is the truth. */
export interface NewsSignal {
  readonly workspaceId: WorkspaceId;
  readonly number: number;
}

/** Somebody is typing: shown live, never stored, may be lost. */
export interface TypingSignal {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly isTyping: boolean;
}

/** Wake-ups inside a process and, where there is Redis or PostgreSQL, between processes. */
export interface Wake {
  news(signal: NewsSignal): void;
  onNews(listener: (signal: NewsSignal) => void): () => void;
  typing(signal: TypingSignal): void;
  onTyping(listener: (signal: TypingSignal) => void): () => void;
  /** An account's credentials, settings or status changed: whoever remembers it should read it again. */
  accountChanged(id: ChannelAccountId): void;
  onAccountChanged(listener: (id: ChannelAccountId) => void): () => void;
  /** There may be something to send (in any workspace). */
  outbox(): void;
  onOutbox(listener: () => void): () => void;
  close(): Promise<void>;
}
