import * as z from 'zod';

/**
 * The wire types that more than one file reads, as far as we read them. A field that is missing, null or of the
 * wrong type is absent; only what gives a message its identity is required.
 */

/** A field of the wrong type counts as absent, so that one odd value never costs the rest of a message. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const Text = z.string().min(1);

/** What `complete` kept of the headers. */
export const CarriedHeaders = z.object({
  'capability-list': optional(z.string()),
  'device-agent': optional(z.string()),
});

export const Envelope = z.object({
  id: Text,
  type: Text,
  sourceId: Text,
  destinationId: optional(Text),
  body: optional(z.string()),
  attachments: optional(z.array(z.unknown())),
  interactiveData: optional(z.looseObject({})),
  interactiveDataRef: optional(z.looseObject({})),
  locale: optional(Text),
  group: optional(Text),
  intent: optional(Text),
  /** On `close`: invitations that the customer declined. */
  referenceIds: optional(z.array(z.string())),
  headers: optional(CarriedHeaders),
  /** What `complete` read in the attachments that are people or places, by their position. */
  cardFiles: optional(z.record(z.string(), z.string())),
});
export type Envelope = z.infer<typeof Envelope>;

const Item = z.object({
  identifier: optional(z.string()),
  title: optional(z.string()),
  value: optional(z.string()),
});
export type Item = z.infer<typeof Item>;

const Section = z.object({ title: optional(z.string()), items: optional(z.array(Item)) });
const Event = z.object({
  title: optional(z.string()),
  timeslots: optional(
    z.array(
      z.object({
        identifier: optional(z.string()),
        startTime: optional(z.string()),
        duration: optional(z.number().nonnegative()),
      }),
    ),
  ),
});

/** The answers that Apple's own extension gives, by the key that holds them. */
export const ReplyData = z.object({
  requestIdentifier: optional(Text),
  replyMessage: optional(z.object({ title: optional(z.string()), subtitle: optional(z.string()) })),
  listPicker: optional(z.object({ sections: optional(z.array(Section)) })),
  event: optional(Event),
  /** Where older devices put the event. */
  timePicker: optional(z.object({ event: optional(Event) })),
  'quick-reply': optional(
    z.object({
      selectedIndex: optional(z.int()),
      selectedIdentifier: optional(z.string()),
      items: optional(z.array(Item)),
    }),
  ),
  dynamic: optional(
    z.object({
      template: optional(z.string()),
      selections: optional(
        z.array(
          z.object({
            pageIdentifier: optional(z.string()),
            title: optional(z.string()),
            items: optional(z.array(Item)),
          }),
        ),
      ),
    }),
  ),
  authenticate: optional(z.object({ status: optional(z.string()), errors: optional(z.array(z.unknown())) })),
  payment: optional(z.looseObject({ state: optional(z.string()) })),
  notification: optional(
    z.object({
      displayContent: optional(z.object({ determinateResponse: optional(z.string()) })),
    }),
  ),
});
export type ReplyData = z.infer<typeof ReplyData>;

export const InteractiveData = z.object({
  bid: optional(z.string()),
  /** Of an app that is not Apple's: what it was opened with, or answers. */
  URL: optional(z.string()),
  appName: optional(z.string()),
  sessionIdentifier: optional(Text),
  data: optional(ReplyData),
  receivedMessage: optional(z.object({ title: optional(z.string()) })),
});
export type InteractiveData = z.infer<typeof InteractiveData>;
