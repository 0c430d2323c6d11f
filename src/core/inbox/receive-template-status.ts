import type { TemplateChange, TemplateStatusEvent } from '../channel/index.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import type { TemplateContent } from '../model/template.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import type { TemplateRow } from '../store/rows.ts';
import { makeTemplateSyncDue } from '../store/template-syncs.ts';
import { changeTemplate, lockTemplate } from '../store/templates.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { templateChanged } from './template-changed.ts';

/**
 * What the platform says about a template. Where its news do not tell everything (a template that we do not know,
 * words without buttons, news that are older than others), its whole list is read as soon as somebody is free.
 */
export async function receiveTemplateStatus(
  queries: Queries,
  account: ReceivingAccount,
  event: TemplateStatusEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const { templateExternalId, change: told, occurredAt } = storableNews(event);
  const template = await lockTemplate(
    queries,
    { channelAccountId: account.id, name: storableText(event.name), language: storableText(event.language) },
    templateExternalId,
  );
  // Known by its name alone, it was deleted and made again: the news are not of the one that we have.
  if (template === null || template.externalId !== templateExternalId || template.vanishedAt !== null) {
    await makeTemplateSyncDue(queries, account);
    return [];
  }
  const change = differences(template, toColumns(template, told));
  const isTold = Object.keys(told).length > 0;
  if (Object.keys(change).length === 0 && isTold) return [];
  const at = occurredAt ?? receivedAt;
  const isLate = template.newsAt !== null && at < template.newsAt;
  if (!isTold || isLate || told.body !== undefined) await makeTemplateSyncDue(queries, account);
  if (!isTold || isLate) return [];
  const changed = await changeTemplate(queries, template.id, {
    ...change,
    newsAt: at,
    changedAt: receivedAt,
  });
  return [templateChanged(changed, receivedAt)];
}

function storableNews({ templateExternalId, change, occurredAt }: TemplateStatusEvent) {
  return {
    templateExternalId: storableText(templateExternalId),
    change: storableJson(change),
    occurredAt,
  };
}

type Columns = Partial<
  Pick<
    TemplateRow,
    | 'status'
    | 'platformStatus'
    | 'isApproved'
    | 'category'
    | 'previousCategory'
    | 'comingCategory'
    | 'quality'
    | 'rejectionReason'
    | 'rejectionDetail'
    | 'content'
  >
>;

function toColumns(template: TemplateRow, told: TemplateChange): Columns {
  const { status, platformStatus, category, previousCategory, comingCategory, quality } = told;
  const isMoved = category !== undefined && category !== template.category;
  return {
    ...(status !== undefined && {
      status,
      platformStatus: platformStatus ?? status,
      isApproved: status === 'APPROVED',
    }),
    ...(category !== undefined && { category }),
    ...(isMoved && { previousCategory: previousCategory ?? template.category }),
    ...(isMoved && category === template.comingCategory && { comingCategory: null }),
    ...(comingCategory !== undefined && comingCategory !== category && { comingCategory }),
    ...(quality !== undefined && { quality }),
    ...(told.rejectionReason !== undefined && {
      rejectionReason: told.rejectionReason,
      rejectionDetail: told.rejectionDetail ?? null,
    }),
    ...contentOf(template, told),
  };
}

/** New words in the old frame: examples and buttons come with the list. */
function contentOf({ content }: TemplateRow, { header, body, footer }: TemplateChange): Columns {
  if (header === undefined && body === undefined && footer === undefined) return {};
  const changed: TemplateContent = {
    ...content,
    ...(header !== undefined &&
      content.header?.kind === 'text' && { header: { ...content.header, text: header } }),
    ...(body !== undefined && { body: { ...content.body, text: body } }),
    ...(footer !== undefined && { footer }),
  };
  return { content: changed };
}

/** Empty: it is so already. */
function differences(template: TemplateRow, columns: Columns): Columns {
  const known = new Map<string, unknown>(Object.entries(template));
  const changed = Object.entries(columns).filter(([name, value]) => !isSame(known.get(name), value));
  return Object.fromEntries(changed);
}

function isSame(known: unknown, told: unknown): boolean {
  if (known === null || typeof known !== 'object') return known === told;
  const words = ({ header, body, footer }: TemplateContent) => [
    header?.kind === 'text' ? header.text : null,
    body.text,
    footer,
  ];
  return JSON.stringify(words(known as TemplateContent)) === JSON.stringify(words(told as TemplateContent));
}
