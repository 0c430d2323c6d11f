import { z } from 'zod';
import { type GraphRefusal, isRefusal, missingValue, refused } from '../graph/answer.ts';
import type { Wire } from '../state.ts';
import type { StoredTemplate } from './stored-template.ts';
import { componentOf, placeholdersIn, type TemplateComponent } from './template-draft.ts';

const parameterSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  parameter_name: z.string().optional(),
});
type Parameter = z.output<typeof parameterSchema>;

export const templateMessageSchema = z.strictObject({
  name: z.string(),
  language: z.looseObject({ code: z.string() }),
  components: z
    .array(
      z.looseObject({
        type: z.string().transform((type) => type.toLowerCase()),
        sub_type: z.string().optional(),
        index: z.union([z.string(), z.number()]).transform(Number).optional(),
        parameters: z.array(parameterSchema).default([]),
      }),
    )
    .default([]),
});
export type TemplateMessage = z.output<typeof templateMessageSchema>;

/** A template as the person sees it. */
export interface FilledTemplate {
  readonly text: string;
  readonly header: string | null;
  /** The file of the header, as the message names it. */
  readonly media: { readonly type: string; readonly content: Wire } | null;
  readonly buttons: readonly { readonly kind: string; readonly label: string; readonly payload: string }[];
}

/** The longest that a body may be with its values: without header and buttons it may be a letter. */
const MAX_BODY = 1024;
const MAX_BODY_ALONE = 32_768;

/** Puts the values into their places, or says what does not fit. */
export function fillTemplate(
  { draft }: StoredTemplate,
  message: TemplateMessage,
): FilledTemplate | GraphRefusal {
  const given = (type: string) => message.components.find((component) => component.type === type)?.parameters;
  const body = fillText(componentOf(draft, 'BODY')?.text ?? '', given('body') ?? [], draft.parameter_format);
  if (isRefusal(body)) return body;
  const isAlone = draft.components.every(({ type }) => type === 'BODY');
  if (body.text.length > (isAlone ? MAX_BODY_ALONE : MAX_BODY)) {
    return refused(132005, 'Template hydrated text too long', 'The translated text is too long.');
  }
  const header = fillHeader(componentOf(draft, 'HEADER'), given('header') ?? [], draft.parameter_format);
  if (isRefusal(header)) return header;
  const buttons = fillButtons(componentOf(draft, 'BUTTONS'), message);
  return isRefusal(buttons) ? buttons : { text: body.text, ...header, buttons };
}

function fillText(
  text: string,
  parameters: readonly Parameter[],
  format: 'NAMED' | 'POSITIONAL',
): { readonly text: string } | GraphRefusal {
  const names = placeholdersIn(text);
  if (parameters.length !== names.length) {
    return refused(
      132000,
      'Number of parameters does not match the expected number of params',
      `number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`,
    );
  }
  const values = new Map<string, string>();
  for (const [index, { type, text: value = '', parameter_name }] of parameters.entries()) {
    if (type === 'text' && value.trim() === '') return missingValue(`Parameter ${index} has no text.`);
    const name = format === 'NAMED' ? parameter_name : String(index + 1);
    if (
      name === undefined ||
      !names.includes(name) ||
      (format === 'POSITIONAL' && parameter_name !== undefined)
    ) {
      return mismatch(`Parameter ${index} does not belong to a variable of the template.`);
    }
    values.set(name, value);
  }
  return { text: text.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => values.get(name) ?? '') };
}

function fillHeader(
  header: TemplateComponent | null,
  parameters: readonly Parameter[],
  format: 'NAMED' | 'POSITIONAL',
): Pick<FilledTemplate, 'header' | 'media'> | GraphRefusal {
  const kind = header?.format?.toLowerCase() ?? 'text';
  if (header === null || kind === 'text') {
    const filled = fillText(header?.text ?? '', parameters, format);
    if (isRefusal(filled)) return filled;
    return { header: header === null ? null : filled.text, media: null };
  }
  const [parameter] = parameters;
  if (parameter?.type !== kind)
    return mismatch(`The header expects ${kind}, not ${parameter?.type ?? 'nothing'}.`);
  return { header: null, media: { type: kind, content: Object(parameter[kind]) } };
}

function fillButtons(
  component: TemplateComponent | null,
  { components }: TemplateMessage,
): FilledTemplate['buttons'] | GraphRefusal {
  const given = components.filter(({ type }) => type === 'button');
  const buttons = component?.buttons ?? [];
  const surplus = given.find(({ index }) => buttons[index ?? 0] === undefined);
  if (surplus !== undefined) return mismatch(`The template has no button ${surplus.index ?? 0}.`);
  const filled: FilledTemplate['buttons'][number][] = [];
  for (const [index, button] of buttons.entries()) {
    const [parameter] = given.find((component) => (component.index ?? 0) === index)?.parameters ?? [];
    const label = 'text' in button && typeof button.text === 'string' ? button.text : button.type;
    const needsText = button.type === 'URL' && placeholdersIn(String(button.url)).length > 0;
    if (needsText && parameter?.text === undefined) {
      return missingValue(`Button at index ${index} of type Url requires a parameter`);
    }
    const payload = typeof parameter?.payload === 'string' ? parameter.payload : (parameter?.text ?? label);
    filled.push({ kind: button.type, label, payload });
  }
  return filled;
}

function mismatch(details: string): GraphRefusal {
  return refused(132012, 'Parameter format does not match format in the created template', details);
}
