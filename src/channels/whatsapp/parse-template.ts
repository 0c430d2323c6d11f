import * as z from 'zod';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { Fields, Id, optional, Word } from './payload.ts';

const Template = z.object({
  message_template_id: Id,
  message_template_name: optional(z.string()),
  message_template_language: optional(z.string()),
});

/** What each field tells about a template: their name of it, and ours. */
const CHANGES: ReadonlyMap<string, readonly (readonly [theirs: string, ours: string])[]> = new Map([
  [
    'message_template_status_update',
    [
      ['event', 'status'],
      ['reason', 'reason'],
      ['message_template_category', 'category'],
    ],
  ],
  [
    'message_template_quality_update',
    [
      ['new_quality_score', 'quality'],
      ['previous_quality_score', 'previousQuality'],
    ],
  ],
  [
    'template_category_update',
    [
      ['new_category', 'category'],
      ['previous_category', 'previousCategory'],
      // Announced, and not yet so.
      ['correct_category', 'comingCategory'],
    ],
  ],
  [
    'message_template_components_update',
    [
      ['message_template_title', 'header'],
      ['message_template_element', 'body'],
      ['message_template_footer', 'footer'],
    ],
  ],
]);

/** Where a status says more: why it was rejected, until when it is off, who locked it. */
const EXPLANATIONS: readonly (readonly [object: string, field: string, ours: string])[] = [
  ['rejection_info', 'reason', 'explanation'],
  ['rejection_info', 'recommendation', 'recommendation'],
  ['disable_info', 'disable_date', 'disabledAt'],
  ['other_info', 'title', 'explanation'],
  ['other_info', 'description', 'recommendation'],
];

export const TEMPLATE_FIELDS: ReadonlySet<string> = new Set(CHANGES.keys());

export function readTemplateField(field: string, value: Fields): Reading {
  const template = Template.safeParse(value);
  if (!template.success) return notUnderstood(label(field, 'malformed'));
  const { message_template_id, message_template_name, message_template_language } = template.data;
  const change = Object.fromEntries([
    ...(CHANGES.get(field) ?? []).flatMap(([theirs, ours]) => entry(ours, value[theirs])),
    ...EXPLANATIONS.flatMap(([object, name, ours]) =>
      entry(ours, Fields.safeParse(value[object]).data?.[name]),
    ),
  ]);
  return understood([
    {
      kind: 'template-status',
      templateExternalId: message_template_id,
      name: message_template_name ?? '',
      language: message_template_language ?? '',
      change,
    },
  ]);
}

/** `NONE` stands for no reason. */
function entry(name: string, value: unknown): readonly (readonly [string, string])[] {
  const word = optional(z.union([Word, z.int().transform(String)])).parse(value);
  return word === undefined || word === 'NONE' ? [] : [[name, word]];
}
