import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type TemplateDraft,
  type TemplatePage,
  type TemplatePort,
  type TemplateSubmission,
  type TemplateTarget,
} from '../../core/channel/index.ts';
import { callGraph, callGraphRepeatably, type GraphCall } from '../shared/meta-graph.ts';
import { checkTemplateDraft } from './check-template-draft.ts';
import { businessPath, graphOf, malformedAnswer } from './graph.ts';
import { Id, optional, Word } from './payload.ts';
import { readCategory, readStatus, readTemplate } from './read-template.ts';
import { toComponents } from './template-components.ts';
import { uploadExample } from './upload-example.ts';

const FIELDS = 'id,name,status,category,language,quality_score,components,parameter_format,rejected_reason';
const PAGE_SIZE = '100';

const Page = z.object({
  data: z.array(z.unknown()),
  paging: optional(z.object({ cursors: optional(z.object({ after: optional(Word) })) })),
});
const Created = z.object({ id: Id, status: optional(Word), category: optional(Word) });

/** Templates belong to the business account: all of its numbers share them. */
export const templates: TemplatePort = {
  checkDraft: checkTemplateDraft,
  list: listTemplates,
  create: createTemplate,
  edit: editTemplate,
  delete: deleteTemplate,
  uploadExample,
};

async function listTemplates(cursor: string | null, context: AccountContext): Promise<TemplatePage> {
  const query = { fields: FIELDS, limit: PAGE_SIZE, ...(cursor !== null && { after: cursor }) };
  const answer = await callGraphRepeatably(onTemplates('GET', context, { query }), graphOf(context), context);
  const page = Page.safeParse(answer);
  if (!page.success) throw malformedAnswer('WhatsApp gave no list of templates.', 'unavailable');
  const { data, paging } = page.data;
  return {
    templates: data.map(readTemplate).filter((template) => template !== null),
    // The last page may have a cursor too: then the one behind it is empty.
    nextCursor: data.length === 0 ? null : (paging?.cursors?.after ?? null),
  };
}

async function createTemplate(draft: TemplateDraft, context: AccountContext): Promise<TemplateSubmission> {
  const { name, language, category, variableStyle } = draft;
  const body = {
    name,
    language,
    category,
    parameter_format: variableStyle,
    components: toComponents(draft),
  };
  const created = Created.safeParse(
    await callGraph(onTemplates('POST', context, { body }), graphOf(context), context),
  );
  if (!created.success) {
    throw malformedAnswer('WhatsApp took the template but did not say how it names it.', 'indeterminate');
  }
  const { id, status, category: given } = created.data;
  return {
    externalId: id,
    status: readStatus(status),
    platformStatus: status ?? '',
    category: readCategory(given),
  };
}

const Success = z.object({ success: z.literal(true) });

/** Taken for approved, rejected and paused ones; for an approved one once a day and ten times in 30 days. */
async function editTemplate(
  externalId: string,
  draft: TemplateDraft,
  context: AccountContext,
): Promise<void> {
  const { category, variableStyle } = draft;
  const body = {
    ...(category !== null && { category }),
    parameter_format: variableStyle,
    components: toComponents(draft),
  };
  const path = encodeURIComponent(externalId);
  const answer = await callGraph({ method: 'POST', path, body }, graphOf(context), context);
  if (!Success.safeParse(answer).success) {
    throw malformedAnswer('WhatsApp did not say whether it took the change.', 'indeterminate');
  }
}

/** An approved name stays blocked for 30 days. */
async function deleteTemplate({ name, externalId }: TemplateTarget, context: AccountContext): Promise<void> {
  const query = { name, ...(externalId !== null && { hsm_id: externalId }) };
  try {
    await callGraphRepeatably(onTemplates('DELETE', context, { query }), graphOf(context), context);
  } catch (error) {
    if (!(error instanceof ChannelError && error.facts.cause === 'not-found')) throw error;
  }
}

function onTemplates(
  method: GraphCall['method'],
  context: AccountContext,
  rest: Pick<GraphCall, 'query' | 'body'>,
): GraphCall {
  return { method, path: businessPath(context, 'message_templates'), ...rest };
}
