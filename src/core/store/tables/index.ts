export * from './channel-accounts.ts';
export * from './contacts.ts';
export * from './conversations.ts';
export * from './events.ts';
export * from './messages.ts';
export * from './workspaces.ts';
