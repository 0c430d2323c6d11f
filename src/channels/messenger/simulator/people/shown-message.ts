import type { SendCall } from '../graph/message-schema.ts';
import type { StoredMessage, UploadedAttachment } from '../state.ts';

/** A button or quick reply that a person sees. */
export interface ShownButton {
  readonly title: string;
  readonly kind: 'postback' | 'quick-reply' | 'link' | 'share';
  /** What comes back, or where it leads. */
  readonly value: string;
}

/** A message of a Page, as the person's app shows it. */
export interface ShownMessage {
  readonly mid: string;
  /** All words of it: the text, or those of a template's elements. */
  readonly text: string;
  /** `image`, `audio`, `video`, `file`; null: no file. */
  readonly fileType: string | null;
  readonly file: { readonly fileName: string; readonly mimeType: string; readonly sizeBytes: number } | null;
  readonly templateType: string | null;
  readonly buttons: readonly ShownButton[];
  readonly replyTo: string | null;
  readonly isSilent: boolean;
  /** How the Page sent it, such as `RESPONSE`, with its tag where it has one. */
  readonly lane: string;
}

export function shownMessage(
  { mid }: StoredMessage,
  { call, file }: { readonly call: SendCall; readonly file: UploadedAttachment | null },
): ShownMessage {
  const { text, attachment, template, quick_replies = [] } = call.message;
  const payload = attachment?.type === 'template' ? attachment.payload : null;
  return {
    mid,
    text: [text, template?.name, ...wordsIn(payload)].filter((words) => words !== undefined).join('\n'),
    fileType: attachment !== undefined && attachment.type !== 'template' ? attachment.type : null,
    file:
      file === null
        ? null
        : { fileName: file.fileName, mimeType: file.mimeType, sizeBytes: file.bytes.byteLength },
    templateType: payload?.template_type ?? null,
    buttons: [
      ...quick_replies.map(
        (reply): ShownButton =>
          reply.content_type === 'text'
            ? { title: reply.title, kind: 'quick-reply', value: reply.payload }
            : { title: reply.content_type, kind: 'share', value: reply.content_type },
      ),
      ...buttonsIn(payload),
    ],
    replyTo: call.reply_to?.mid ?? null,
    isSilent: call.notification_type !== 'REGULAR',
    lane: [call.messaging_type, call.tag].filter(Boolean).join(' '),
  };
}

type Template = Extract<NonNullable<SendCall['message']['attachment']>, { type: 'template' }>['payload'];

function wordsIn(template: Template | null): readonly (string | undefined)[] {
  if (template === null) return [];
  if (template.template_type === 'button') return [template.text];
  if (template.template_type === 'receipt')
    return [`${template.order_number}: ${template.summary.total_cost}`];
  if (template.template_type === 'media') return [];
  if (template.template_type === 'product') return template.elements.map(({ id }) => id);
  return template.elements.flatMap(({ title, subtitle }) => [title, subtitle]);
}

function buttonsIn(template: Template | null): readonly ShownButton[] {
  if (template === null) return [];
  if (template.template_type === 'receipt' || template.template_type === 'product') return [];
  const buttons =
    template.template_type === 'button'
      ? template.buttons
      : template.elements.flatMap(({ buttons: own = [] }) => own);
  return buttons.flatMap((button): readonly ShownButton[] => {
    if (button.type === 'postback') return [{ title: button.title, kind: 'postback', value: button.payload }];
    return button.type === 'web_url' ? [{ title: button.title, kind: 'link', value: button.url }] : [];
  });
}
