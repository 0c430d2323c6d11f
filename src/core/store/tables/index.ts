export * from './channel-accounts.ts';
export * from './consent.ts';
export * from './contacts.ts';
export * from './conversations.ts';
export * from './events.ts';
export * from './messages.ts';
export * from './policy.ts';
export * from './workspaces.ts';
