import type { FunnelCounts, FunnelPart } from '../../core/store/migration-funnel.ts';
import { builder } from '../builder.ts';
import { existing } from './workspace.ts';

const FunnelCountsType = builder.objectRef<FunnelCounts>('MigrationCounts').implement({
  description: 'How many have come how far.',
  fields: (t) => ({
    readers: t.exposeInt('readers', { description: 'All of them.' }),
    invited: t.exposeInt('invited', { description: 'Got the personal link, from us or elsewhere.' }),
    opened: t.exposeInt('opened', { description: 'Looked at the page.' }),
    arrived: t.exposeInt('arrived', { description: 'Opened a chat elsewhere.' }),
    confirmed: t.exposeInt('confirmed', { description: 'Read there now.' }),
    declined: t.exposeInt('declined', { description: 'Said no.' }),
    failed: t.exposeInt('failed', { description: 'Whose invitation failed.' }),
    lapsed: t.exposeInt('lapsed', { description: 'Who had not moved at the deadline.' }),
    stillOnSource: t.exposeInt('stillOnSource', { description: 'Neither moved nor refused.' }),
  }),
});
const FunnelPartType = builder.objectRef<FunnelPart>('MigrationFunnelPart').implement({
  description: 'The counts of one part of the readers.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The language, the channel or the day (UTC); empty: not known.',
    }),
    counts: t.field({ type: FunnelCountsType, description: 'How many.', resolve: (part) => part }),
  }),
});
export const FunnelType = builder.objectRef<readonly FunnelPart[]>('MigrationFunnel').implement({
  description: 'Where the readers stand, counted now. `MIGRATION_READER_CHANGED` tells when to look again.',
  fields: (t) => ({
    total: t.field({
      type: FunnelCountsType,
      description: 'All readers.',
      resolve: (parts) => existing(parts.find(({ part }) => part === 'all') ?? null, 'count'),
    }),
    byLanguage: t.field({
      type: [FunnelPartType],
      description: 'By the readers’ languages.',
      resolve: (parts) => parts.filter(({ part }) => part === 'language'),
    }),
    byChannel: t.field({
      type: [FunnelPartType],
      description: 'By where they arrived.',
      resolve: (parts) => parts.filter(({ part }) => part === 'channel'),
    }),
    byDay: t.field({
      type: [FunnelPartType],
      description: 'What happened on which day.',
      resolve: (parts) => parts.filter(({ part }) => part === 'day'),
    }),
  }),
});
