import * as z from 'zod';
import type {
  Template,
  TemplateButton,
  TemplateCategory,
  TemplateHeader,
  TemplateStatus,
  TemplateText,
} from '../../core/channel/index.ts';
import { variablesIn } from '../../core/channel/index.ts';
import { Id, Items, optional, Word } from './payload.ts';

const NamedExample = z.array(z.object({ param_name: Word, example: z.string() }));
const Component = z.object({
  type: Word,
  format: optional(Word),
  text: optional(z.string()),
  example: optional(
    z.object({
      header_text: optional(z.array(z.string())),
      header_text_named_params: optional(NamedExample),
      header_handle: optional(z.array(z.string())),
      body_text: optional(z.array(z.array(z.string()))),
      body_text_named_params: optional(NamedExample),
    }),
  ),
  buttons: Items,
});
type Component = z.infer<typeof Component>;

const Button = z.object({
  type: Word,
  text: optional(z.string()),
  url: optional(z.string()),
  phone_number: optional(z.string()),
  example: optional(z.union([z.string(), z.array(z.string()).transform((examples) => examples[0])])),
});

const WireTemplate = z.object({
  id: Id,
  name: Word,
  language: Word,
  status: optional(Word),
  category: optional(Word),
  parameter_format: optional(Word),
  rejected_reason: optional(Word),
  quality_score: optional(z.object({ score: optional(Word) })),
  components: Items,
});

const STATUSES: ReadonlyMap<string, TemplateStatus> = new Map([
  ['PENDING', 'PENDING'],
  ['APPROVED', 'APPROVED'],
  ['REJECTED', 'REJECTED'],
  ['IN_APPEAL', 'REJECTED'],
  ['PAUSED', 'PAUSED'],
  ['DISABLED', 'DISABLED'],
  ['LIMIT_EXCEEDED', 'UNAVAILABLE'],
  ['ARCHIVED', 'UNAVAILABLE'],
  ['LOCKED', 'UNAVAILABLE'],
  ['PENDING_DELETION', 'DELETED'],
  ['DELETED', 'DELETED'],
]);

export function readStatus(word: string | undefined): TemplateStatus {
  return STATUSES.get(word ?? '') ?? 'UNKNOWN';
}

const CATEGORIES: readonly TemplateCategory[] = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];

export function readCategory(word: string | undefined): TemplateCategory | null {
  return CATEGORIES.find((category) => category === word) ?? null;
}

/** One of a list; null: it has not even a name. */
export function readTemplate(item: unknown): Template | null {
  const parsed = WireTemplate.safeParse(item);
  if (!parsed.success) return null;
  const { id, name, language, status, category, parameter_format, rejected_reason, quality_score } =
    parsed.data;
  const components = parsed.data.components.flatMap((component) => Component.safeParse(component).data ?? []);
  const find = (type: string) => components.find((component) => component.type.toUpperCase() === type);
  return {
    externalId: id,
    name,
    language,
    status: readStatus(status),
    platformStatus: status ?? '',
    category: readCategory(category),
    // Asked for before enough contacts have had one.
    quality: quality_score?.score === 'UNKNOWN' ? null : (quality_score?.score ?? null),
    rejectionReason: rejected_reason === undefined || rejected_reason === 'NONE' ? null : rejected_reason,
    variableStyle: parameter_format?.toUpperCase() === 'NAMED' ? 'named' : 'positional',
    header: readHeader(find('HEADER')),
    body: readBody(find('BODY')),
    footer: find('FOOTER')?.text ?? null,
    buttons: [...(find('BUTTONS')?.buttons ?? []).flatMap(readButton), ...readOthers(components)],
  };
}

const MEDIA_FORMATS: ReadonlyMap<string, 'image' | 'video' | 'file'> = new Map([
  ['IMAGE', 'image'],
  ['VIDEO', 'video'],
  ['DOCUMENT', 'file'],
]);

function readHeader(header: Component | undefined): TemplateHeader | null {
  if (header === undefined) return null;
  const { format = 'TEXT', text = '', example } = header;
  if (format === 'LOCATION') return { kind: 'location' };
  const media = MEDIA_FORMATS.get(format);
  if (media !== undefined) return { kind: media, exampleHandle: example?.header_handle?.[0] ?? null };
  const examples = readExamples(text, example?.header_text, example?.header_text_named_params);
  return { kind: 'text', text, examples };
}

function readBody(body: Component | undefined): TemplateText {
  const text = body?.text ?? '';
  const { body_text, body_text_named_params } = body?.example ?? {};
  return { text, examples: readExamples(text, body_text?.[0], body_text_named_params) };
}

function readExamples(
  text: string,
  positional: readonly string[] | undefined,
  named: z.infer<typeof NamedExample> | undefined,
): TemplateText['examples'] {
  const byName = (named ?? []).map(({ param_name, example }) => [param_name, example] as const);
  const byPosition = (positional ?? []).map((example, index) => [String(index + 1), example] as const);
  const wanted = new Set(variablesIn(text));
  return Object.fromEntries([...byPosition, ...byName].filter(([name]) => wanted.has(name)));
}

function readButton(item: unknown): readonly TemplateButton[] {
  const button = Button.safeParse(item);
  if (!button.success) return [];
  const { type, text = '', url, phone_number, example } = button.data;
  if (type === 'QUICK_REPLY') return [{ kind: 'reply', title: text }];
  if (type === 'URL' && url !== undefined)
    return [{ kind: 'url', title: text, url, example: example ?? null }];
  if (type === 'PHONE_NUMBER' && phone_number !== undefined) {
    return [{ kind: 'phone', title: text, phone: phone_number }];
  }
  if (type === 'COPY_CODE') return [{ kind: 'copy-code', example: example ?? null }];
  return [{ kind: 'other', title: text === '' ? null : text, platformKind: type }];
}

/** Carousels and offers that end: they can be listed, and not be filled in. */
function readOthers(components: readonly Component[]): readonly TemplateButton[] {
  const known = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'];
  return components
    .filter(({ type }) => !known.includes(type.toUpperCase()))
    .map(({ type }) => ({ kind: 'other', title: null, platformKind: type }));
}
