import * as z from 'zod';
import type { TemplateChange } from '../../core/channel/index.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { Fields, Id, optional, Word } from './payload.ts';
import { readCategory, readStatus } from './read-template.ts';

const Template = z.object({
  message_template_id: Id,
  message_template_name: optional(z.string()),
  message_template_language: optional(z.string()),
});

/** What each field tells about a template, in our words. */
const READERS: ReadonlyMap<string, (value: Fields) => TemplateChange> = new Map([
  ['message_template_status_update', readStatusUpdate],
  ['message_template_quality_update', readQuality],
  ['template_category_update', readCategories],
  ['message_template_components_update', readComponents],
]);

export const TEMPLATE_FIELDS: ReadonlySet<string> = new Set(READERS.keys());

/** @param at  When it happened; absent: the body does not say. */
export function readTemplateField(field: string, value: Fields, at: Date | undefined): Reading {
  const template = Template.safeParse(value);
  if (!template.success) return notUnderstood(label(field, 'malformed'));
  const { message_template_id, message_template_name, message_template_language } = template.data;
  return understood([
    {
      kind: 'template-status',
      templateExternalId: message_template_id,
      name: message_template_name ?? '',
      language: message_template_language ?? '',
      change: READERS.get(field)?.(value) ?? {},
      occurredAt: at ?? null,
    },
  ]);
}

/** Words for what happened, where they are not the status that it led to. `FLAGGED` warns: it is sent all the same. */
const STATUS_AFTER: ReadonlyMap<string, string> = new Map([
  ['FLAGGED', 'APPROVED'],
  ['REINSTATED', 'APPROVED'],
  ['UNARCHIVED', 'APPROVED'],
  ['UNLOCKED', 'APPROVED'],
]);

/** A word that is new to us says nothing about the status: WhatsApp is asked then. */
function readStatusUpdate(value: Fields): TemplateChange {
  const event = readWord(value.event);
  const word = STATUS_AFTER.get(event ?? '') ?? event;
  const status = readStatus(word);
  const detail = explain(value);
  return {
    ...(word !== undefined && status !== 'UNKNOWN' && { status, platformStatus: word }),
    ...categoryUnder('category', value.message_template_category),
    rejectionReason: readWord(value.reason) ?? null,
    ...(detail !== '' && { rejectionDetail: detail }),
  };
}

/** Where a status says more: why it was rejected, until when it is off, who locked it. */
const EXPLANATIONS: readonly (readonly [object: string, field: string])[] = [
  ['rejection_info', 'reason'],
  ['rejection_info', 'recommendation'],
  ['disable_info', 'disable_date'],
  ['other_info', 'title'],
  ['other_info', 'description'],
];

function explain(value: Fields): string {
  return EXPLANATIONS.flatMap(
    ([object, field]) => readWord(Fields.safeParse(value[object]).data?.[field]) ?? [],
  ).join(' ');
}

function readQuality(value: Fields): TemplateChange {
  const quality = readWord(value.new_quality_score);
  return quality === undefined ? {} : { quality };
}

function readCategories(value: Fields): TemplateChange {
  return {
    ...categoryUnder('category', value.new_category),
    ...categoryUnder('previousCategory', value.previous_category),
    ...categoryUnder('comingCategory', value.correct_category),
  };
}

function readComponents(value: Fields): TemplateChange {
  const header = readWord(value.message_template_title);
  const body = readWord(value.message_template_element);
  const footer = readWord(value.message_template_footer);
  return {
    ...(header !== undefined && { header }),
    ...(body !== undefined && { body }),
    ...(footer !== undefined && { footer }),
  };
}

function categoryUnder<const Name extends string>(name: Name, value: unknown) {
  const category = readCategory(readWord(value));
  return category === null ? {} : { [name]: category };
}

/** `NONE` stands for no reason. */
function readWord(value: unknown): string | undefined {
  const word = optional(z.union([Word, z.int().transform(String)])).parse(value);
  return word === 'NONE' ? undefined : word;
}
