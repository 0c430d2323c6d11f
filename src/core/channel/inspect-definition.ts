import * as z from 'zod';
import { MEDIA_KINDS, PART_TYPES } from '../model/part.ts';
import { POLICY_RULES } from '../model/policy.ts';
import type { ChannelDefinition } from './adapter.ts';

export type Inspection =
  | { readonly kind: 'definition'; readonly definition: ChannelDefinition }
  /** `path` leads from the export to what is wrong: `capabilities.text.maxLength`. */
  | { readonly kind: 'problem'; readonly path: string; readonly rule: string };

const text = z.string('must be a text');
const flag = z.boolean('must be true or false');
const count = z.int('must be a whole number').nonnegative('must not be below 0');
const date = text.regex(/^\d{4}-\d{2}-\d{2}$/u, 'must be an ISO date such as "2026-01-31"');
const list = <Item extends z.ZodType>(item: Item) => z.array(item, 'must be a list');
const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, `must be one of ${words.join(', ')}`);
const facts = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.looseObject(shape, 'must be an object');
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();
const callable = z.custom<(...given: never) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
);

const outboundLimit = orNull(facts({ withinMs: orNull(count) }));

const Capabilities = facts({
  parts: facts({ inbound: list(oneOf(PART_TYPES)), outbound: list(oneOf(PART_TYPES)) }),
  text: facts({
    maxLength: count,
    countedIn: oneOf(['utf16', 'codepoints', 'bytes']),
    formatting: list(text),
    marks: text.optional(),
  }),
  caption: orNull(facts({ maxLength: count })),
  media: z.partialRecord(
    oneOf(MEDIA_KINDS),
    facts({ maxUploadBytes: count, maxUrlBytes: orNull(count), mimeTypes: list(text), takesCaption: flag }),
    `must be an object of ${MEDIA_KINDS.join(', ')}`,
  ),
  maxAlbumSize: count,
  choice: orNull(
    facts({
      styles: list(oneOf(['buttons', 'list', 'quick-replies'])),
      actions: list(oneOf(['reply', 'open-url', 'share-phone', 'share-location'])),
      maxOptions: count,
      maxTitleLength: count,
      maxPayloadBytes: count,
    }),
  ),
  cards: orNull(facts({ max: count })),
  edits: facts({ inbound: flag, outbound: outboundLimit }),
  deletes: facts({ inbound: flag, outbound: outboundLimit }),
  reactions: facts({
    inbound: flag,
    outbound: orNull(facts({ allowed: z.union([list(text), z.literal('any')]), maxPerMessage: count })),
  }),
  replies: facts({ inbound: flag, outbound: flag }),
  typing: facts({ inbound: flag, outbound: orNull(facts({ lastsMs: count })) }),
  readMarks: facts({ outbound: flag }),
  receipts: list(oneOf(['DELIVERED', 'READ', 'FAILED'])),
  initiation: oneOf(['customer', 'business']),
  messagingWindowMs: orNull(count),
  retryKey: orNull(facts({ validForMs: count.positive('must be above 0') })),
  rateLimits: list(
    facts({
      scope: oneOf(['account', 'conversation', 'group']),
      messages: count.positive('must be above 0'),
      perMs: count.positive('must be above 0'),
      burst: count,
      effectiveFrom: date,
      source: text,
    }),
  ),
});

const Definition = facts({
  name: text.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u, 'must be lower-case kebab such as "acme-chat"'),
  displayName: text,
  capabilities: Capabilities,
  credentialFields: list(
    facts({ name: text, label: text, description: text, isSecret: flag, isRequired: flag }),
  ),
  settingFields: list(
    facts({
      name: text,
      label: text,
      description: text,
      valueType: oneOf(['boolean', 'string', 'integer']),
      defaultValue: z.union([z.string(), z.number(), z.boolean(), z.null()], 'must be a value or null'),
    }),
  ),
  defaultApiBaseUrl: text.regex(
    /^https:\/\/[^/\s]+(?:\/\S*[^/\s])?$/u,
    'must be an https address without a slash at its end',
  ),
  policyEditions: list(
    facts({
      name: text,
      channel: text,
      effectiveFrom: date,
      title: text,
      source: text,
      rules: list(oneOf(POLICY_RULES)),
    }),
  ).min(1, 'must have an edition (one without rules allows everything)'),
  checkCredentials: callable,
  connect: callable,
  disconnect: callable.optional(),
  webhook: facts({
    verify: callable,
    parse: callable,
    answerHandshake: callable.optional(),
    answer: callable.optional(),
    concerns: callable.optional(),
  }).optional(),
  polling: facts({ poll: callable, parse: callable }).optional(),
  templates: facts({
    list: callable,
    checkDraft: callable,
    create: callable,
    delete: callable,
    edit: callable.optional(),
    needsNoApproval: callable.optional(),
    uploadExample: callable.optional(),
  }).optional(),
  routing: facts({ take: callable, request: callable, release: callable, pass: callable }).optional(),
  render: callable,
  send: callable,
  fetchProfile: callable.optional(),
  profileLimit: facts({
    times: count.positive('must be above 0'),
    perMs: count.positive('must be above 0'),
  }).optional(),
  downloadMedia: callable.optional(),
  edit: callable.optional(),
  delete: callable.optional(),
  react: callable.optional(),
  startTyping: callable.optional(),
  markRead: callable.optional(),
  acknowledge: callable.optional(),
  deepLink: callable.optional(),
  readAddress: callable.optional(),
});

/** Whether something foreign is a definition of a channel; the first thing that is wrong when it is not. */
export function inspectDefinition(value: unknown): Inspection {
  const parsed = Definition.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map(String).join('.');
    const isMissing = issue !== undefined && 'input' in issue ? issue.input === undefined : false;
    return {
      kind: 'problem',
      path,
      rule: `${issue?.message ?? 'is wrong'}${isMissing ? ', and is missing' : ''}`,
    };
  }
  const definition = value as ChannelDefinition;
  if (definition.webhook === undefined && definition.polling === undefined) {
    return { kind: 'problem', path: 'webhook', rule: 'or `polling` must be there: nothing could come in' };
  }
  const stray = definition.policyEditions.findIndex(({ channel }) => channel !== definition.name);
  if (stray !== -1) {
    return { kind: 'problem', path: `policyEditions.${stray}.channel`, rule: `must be "${definition.name}"` };
  }
  return { kind: 'definition', definition };
}
