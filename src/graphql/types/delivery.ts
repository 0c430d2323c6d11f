import type { MessageFailure } from '../../core/model/failure.ts';
import type { AttemptView, ReceiptView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { ActionByEnum, DeliveryStatusEnum, FailureKindEnum, RejectionCauseEnum } from './enums.ts';
import { NamedValueType } from './named-value.ts';

export const FailureType = builder.objectRef<MessageFailure>('MessageFailure').implement({
  description: 'Why a message failed or is held.',
  fields: (t) => ({
    kind: t.expose('kind', { type: FailureKindEnum, description: 'What went wrong.' }),
    cause: t.expose('cause', {
      type: RejectionCauseEnum,
      nullable: true,
      description: 'Why the platform refused.',
    }),
    actionBy: t.expose('actionBy', { type: ActionByEnum, nullable: true, description: 'Who can mend it.' }),
    platformCode: t.exposeString('platformCode', { description: "The platform's own code." }),
    description: t.exposeString('description', { description: 'For a person.' }),
  }),
});

export const ReceiptType = builder.objectRef<ReceiptView>('Receipt').implement({
  description: 'One dated step of a delivery.',
  fields: (t) => ({
    status: t.expose('status', { type: DeliveryStatusEnum, description: 'What happened.' }),
    occurredAt: t.expose('occurredAt', {
      type: 'DateTime',
      description: 'By the platform’s clock where it tells.',
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When we learned it.' }),
    pricing: t.field({
      type: [NamedValueType],
      description: 'What the platform says it charges for, in its own words; empty where it says nothing.',
      resolve: ({ pricing }) =>
        Object.entries(pricing ?? {}).map(([name, value]) => ({ name, value: String(value) })),
    }),
  }),
});

export const AttemptType = builder.objectRef<AttemptView>('Attempt').implement({
  description: 'At most one HTTP request to the platform; written down before it left.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'From 1.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was written down.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null: still out, or its process died.',
    }),
    outcome: t.exposeString('outcome', {
      nullable: true,
      description: 'accepted, or the kind of failure; null: unknown.',
    }),
  }),
});
