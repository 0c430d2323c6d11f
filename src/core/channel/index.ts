/** The port to messengers: what `confab/channel` exports to partners. */
export * from './adapter.ts';
export * from './broadcast.ts';
export * from './capabilities.ts';
export * from './channel-error.ts';
export * from './check-template.ts';
export * from './credential-field.ts';
export * from './fill-template.ts';
export * from './inbound-event.ts';
export * from './presence.ts';
export * from './registry.ts';
export * from './rendering.ts';
export * from './retry-key.ts';
export * from './routing.ts';
export * from './templates.ts';
