import { z } from 'zod';

/** The variables of a text in their order, each once. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/\{\{(\w+)\}\}/gu), (match) => match[1] ?? ''))];
}

const buttonText = z.string().min(1).max(25);
const buttonSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('QUICK_REPLY'), text: buttonText }),
  z.looseObject({
    type: z.literal('URL'),
    text: buttonText,
    url: z.string().min(1).max(2000),
    example: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  }),
  z.looseObject({
    type: z.literal('PHONE_NUMBER'),
    text: buttonText,
    phone_number: z.string().min(1).max(20),
  }),
  z.looseObject({ type: z.literal('COPY_CODE'), example: z.union([z.string(), z.array(z.string())]) }),
  z.looseObject({
    type: z.enum(['OTP', 'FLOW', 'CATALOG', 'MPM', 'SPM', 'VOICE_CALL', 'REQUEST_CONTACT_INFO']),
    text: buttonText.optional(),
  }),
]);

const exampleSchema = z
  .looseObject({
    header_text: z.array(z.string()).optional(),
    header_text_named_params: z.array(z.looseObject({ param_name: z.string() })).optional(),
    header_handle: z.array(z.string()).optional(),
    body_text: z.array(z.array(z.string())).optional(),
    body_text_named_params: z.array(z.looseObject({ param_name: z.string() })).optional(),
  })
  .optional();

const componentSchema = z.looseObject({
  type: z.string().transform((type) => type.toUpperCase()),
  format: z.string().optional(),
  text: z.string().min(1).optional(),
  example: exampleSchema,
  buttons: z.array(buttonSchema).min(1).max(10).optional(),
});

/** What `POST /{waba-id}/message_templates` takes. */
export const templateDraftSchema = z
  .looseObject({
    name: z.string().regex(/^[a-z0-9_]{1,512}$/u, 'Only lower-case letters, digits and underscores.'),
    language: z.string().regex(/^[a-z]{2,3}(?:_[A-Za-z]{2,4})?$/u),
    category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']),
    parameter_format: z
      .string()
      .transform((format) => format.toUpperCase())
      .pipe(z.enum(['NAMED', 'POSITIONAL']))
      .default('POSITIONAL'),
    components: z.array(componentSchema).min(1),
  })
  .check(({ value, issues }) => {
    const problem = problemOf(value);
    if (problem !== null) issues.push({ code: 'custom', message: problem, input: value });
  });
export type TemplateDraft = z.output<typeof templateDraftSchema>;
export type TemplateComponent = TemplateDraft['components'][number];

export function componentOf({ components }: TemplateDraft, type: string): TemplateComponent | null {
  return components.find((component) => component.type === type) ?? null;
}

interface Draft {
  readonly parameter_format: 'NAMED' | 'POSITIONAL';
  readonly components: readonly z.output<typeof componentSchema>[];
}

/** What the form of the whole forbids; null: nothing. */
function problemOf({ components, parameter_format }: Draft): string | null {
  const find = (type: string) => components.find((component) => component.type === type);
  const body = find('BODY')?.text;
  const header = find('HEADER');
  const footer = find('FOOTER')?.text ?? '';
  if (body === undefined) return 'A template needs a body.';
  if (body.length > 1024) return 'The body has more than 1024 characters.';
  if (/^\s*\{\{\w+\}\}|\{\{\w+\}\}\s*$/u.test(body)) return 'Variables can not be at the start or end.';
  if (/\{\{\w+\}\}\s*\{\{\w+\}\}/u.test(body)) return 'Variables can not be next to each other.';
  if (footer.length > 60 || placeholdersIn(footer).length > 0)
    return 'The footer is too long or has a variable.';
  if ((header?.text?.length ?? 0) > 60) return 'The header has more than 60 characters.';
  if (placeholdersIn(header?.text ?? '').length > 1) return 'The header has more than one variable.';
  if (
    /^(?:IMAGE|VIDEO|DOCUMENT)$/u.test(header?.format ?? '') &&
    header?.example?.header_handle === undefined
  ) {
    return 'A header with a file needs an example.';
  }
  const names = [...placeholdersIn(body), ...placeholdersIn(header?.text ?? '')];
  const isNumbered = (name: string) => /^\d+$/u.test(name);
  if (names.some((name) => isNumbered(name) !== (parameter_format === 'POSITIONAL'))) {
    return 'The variables are not of the declared format.';
  }
  const examples = find('BODY')?.example;
  const given = examples?.body_text?.[0]?.length ?? examples?.body_text_named_params?.length ?? 0;
  if (given < placeholdersIn(body).length) return 'The body needs an example for each variable.';
  return null;
}
