/** How chats are told apart: private chats of two bots with one person carry the same id on the wire. */
export const privateKey = (botId: number, personId: number) => `private:${botId}:${personId}`;
export const businessKey = (connectionId: string, personId: number) => `business:${connectionId}:${personId}`;
/** Groups, supergroups and channels, whose ids are theirs alone. */
export const sharedKey = (chatId: number) => `shared:${chatId}`;
