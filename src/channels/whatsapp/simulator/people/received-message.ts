import type { StoredFile } from '../files/file-store.ts';
import type { FilledTemplate } from '../templates/fill-template.ts';

/** A message of a business as a person sees it. */
export interface ReceivedMessage {
  readonly id: string;
  /** `text`, `image`, `interactive`, `template` … */
  readonly type: string;
  /** The text, the caption below a file, or the words of a question or template; empty when there are none. */
  readonly text: string;
  readonly header: string | null;
  readonly media: readonly ReceivedMedia[];
  /** What can be tapped. */
  readonly options: readonly ReceivedOption[];
  readonly replyToId: string | null;
  /** What stood under the field of its type. */
  readonly content: unknown;
}

export interface ReceivedMedia {
  readonly mimeType: string;
  readonly fileName: string | null;
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
}

export interface ReceivedOption {
  readonly kind: 'button' | 'row' | 'template-button' | 'link' | 'form' | 'share-location' | 'share-phone';
  readonly label: string;
  /** What comes back: the id of a button or row, the payload of a template's; of a link its address. */
  readonly payload: string;
  readonly description: string | null;
}

export interface Shown {
  readonly id: string;
  readonly type: string;
  readonly content: unknown;
  readonly replyToId: string | null;
  readonly file: StoredFile | null;
  readonly filled: FilledTemplate | null;
}

export function asReceived({ id, type, content, replyToId, file, filled }: Shown): ReceivedMessage {
  return {
    id,
    type,
    text: filled?.text ?? wordsOf(type, fields(content)),
    header: filled?.header ?? headerOf(fields(content)),
    media: file === null ? [] : [asMedia(file)],
    options: filled === null ? optionsOf(type, fields(content)) : filled.buttons.map(asTemplateButton),
    replyToId,
    content,
  };
}

function asMedia({ mimeType, fileName, bytes }: StoredFile): ReceivedMedia {
  return { mimeType, fileName, sizeBytes: bytes.byteLength, bytes };
}

function asTemplateButton({ kind, label, payload }: FilledTemplate['buttons'][number]): ReceivedOption {
  return { kind: kind === 'QUICK_REPLY' ? 'template-button' : 'link', label, payload, description: null };
}

/** All fields of a value that was checked when it was taken, and none of one that has none. */
function fields(value: unknown): Readonly<Record<string, unknown>> {
  return Object(value) as Readonly<Record<string, unknown>>;
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function wordsOf(type: string, content: Readonly<Record<string, unknown>>): string {
  if (type === 'text') return text(content.body);
  if (type === 'interactive') return text(fields(content.body).text);
  return text(content.caption);
}

function headerOf({ header }: Readonly<Record<string, unknown>>): string | null {
  const words = text(fields(header).text);
  return words === '' ? null : words;
}

function optionsOf(type: string, content: Readonly<Record<string, unknown>>): readonly ReceivedOption[] {
  if (type !== 'interactive') return [];
  const action = fields(content.action);
  const parameters = fields(action.parameters);
  const single = (kind: ReceivedOption['kind'], label: unknown, payload: unknown): ReceivedOption[] => [
    { kind, label: text(label), payload: text(payload), description: null },
  ];
  switch (content.type) {
    case 'button':
      return list(action.buttons).map(({ reply }) => {
        const { id, title } = fields(reply);
        return { kind: 'button', label: text(title), payload: text(id), description: null };
      });
    case 'list':
      return list(action.sections).flatMap(({ rows }) =>
        list(rows).map(({ id, title, description }) => ({
          kind: 'row' as const,
          label: text(title),
          payload: text(id),
          description: text(description) === '' ? null : text(description),
        })),
      );
    case 'cta_url':
      return single('link', parameters.display_text, parameters.url);
    case 'flow':
      return single('form', parameters.flow_cta, parameters.flow_token);
    case 'location_request_message':
      return single('share-location', 'Send location', '');
    case 'contact_request':
      return single('share-phone', 'Share contact info', '');
    default:
      return [];
  }
}
