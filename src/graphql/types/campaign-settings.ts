import type {
  CampaignBudget,
  CampaignQuietHours,
  CampaignSchedule,
  ContentVariant,
} from '../../core/model/campaign.ts';
import { builder } from '../builder.ts';
import { PartUnion } from './part.ts';

export const ContentVariantType = builder.objectRef<ContentVariant>('ContentVariant').implement({
  description: 'The content for one channel and language.',
  fields: (t) => ({
    channel: t.exposeString('channel', { nullable: true, description: 'Null: every other channel.' }),
    language: t.exposeString('language', { nullable: true, description: 'BCP 47; null: every other.' }),
    parts: t.field({
      type: [PartUnion],
      description: 'With its variables and snippets unfilled.',
      resolve: ({ parts }) => [...parts],
    }),
  }),
});

export const ScheduleType = builder.objectRef<CampaignSchedule>('CampaignSchedule').implement({
  description: 'When a campaign starts by itself.',
  fields: (t) => ({
    at: t.exposeString('at', { description: 'On the clocks of the time zone: `YYYY-MM-DDTHH:MM`.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA name.' }),
    isLocal: t.exposeBoolean('isLocal', {
      description: 'On each recipient’s own clock; the time zone is for those whose clock nobody knows.',
    }),
  }),
});

export const BudgetType = builder.objectRef<CampaignBudget>('CampaignBudget').implement({
  description: 'What a campaign may cost in all.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    amountMicros: t.float({
      description: 'In whole millionths of the currency’s unit.',
      resolve: ({ amountMicros }) => amountMicros,
    }),
  }),
});

export const QuietHoursType = builder.objectRef<CampaignQuietHours>('CampaignQuietHours').implement({
  description: 'When recipients are left alone, on their own clocks.',
  fields: (t) => ({
    from: t.exposeString('from', { description: '`HH:MM`.' }),
    to: t.exposeString('to', { description: '`HH:MM`; earlier than `from`: the next day.' }),
    fallbackTimeZone: t.exposeString('fallbackTimeZone', {
      nullable: true,
      description: 'For those whose clock nobody knows; null: they have no quiet hours.',
    }),
  }),
});
