import type { Loss } from '../../core/channel/index.ts';
import { truncate } from '../../core/model/describe-parts.ts';
import type { ChoiceOption, ChoicePart, PlatformForm } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { limits } from './capabilities.ts';
import { visibleWords } from './visible-words.ts';

export type PartLoss = Omit<Loss, 'partIndex'>;
export type ReplyOption = Extract<ChoiceOption, { action: 'reply' }>;

/** What an interactive message lets the contact do, or why WhatsApp has none such. */
export type Interaction =
  | {
      readonly kind: 'possible';
      /** `button`, `list`, `cta_url` …: the wire's `interactive.type`. */
      readonly type: string;
      readonly action: Readonly<Record<string, unknown>>;
      readonly losses: readonly PartLoss[];
      /** Some types have no header and footer. */
      readonly hasFrame: boolean;
    }
  | { readonly kind: 'impossible'; readonly reason: string };

const impossible = (reason: string): Interaction => ({ kind: 'impossible', reason });

/** One option of these kinds is a message of its own; beside others they can not be shown. */
export function singleInteraction(
  option: Exclude<ChoiceOption, ReplyOption>,
  messageId: string,
): Interaction {
  switch (option.action) {
    case 'open-url': {
      if (visibleWords(option.title) === undefined)
        return impossible('WhatsApp shows no link without a label');
      const label = shorten(option.title, limits.linkLabel, 'The label of the link');
      return (
        viewInteraction(option.form, label, messageId) ??
        possible(
          'cta_url',
          { name: 'cta_url', parameters: { display_text: label.text, url: option.url } },
          label.losses,
        )
      );
    }
    case 'share-location':
      return unframed('location_request_message', { name: 'send_location' });
    case 'share-phone':
      return unframed('contact_request', { name: 'request_contact_info' });
    default:
      return option satisfies never;
  }
}

/** The only version of its own messages that Meta takes today. */
const FLOW_MESSAGE_VERSION = '3';

/** Null: the link opens instead, where there is nothing else or WhatsApp has no such thing. */
function viewInteraction(
  form: PlatformForm | undefined,
  label: Shortened,
  messageId: string,
): Interaction | null {
  switch (form?.kind ?? 'form') {
    case 'form':
      return form === undefined ? null : formInteraction(form, label, messageId);
    case 'address': {
      const { country, ...values } = form?.values ?? {};
      if (country === undefined) return null;
      const parameters = { country, ...(Object.keys(values).length > 0 && { values }) };
      return unframed('address_message', { name: 'address_message', parameters });
    }
    case 'catalog': {
      const parameters = { thumbnail_product_retailer_id: form?.id };
      return unframed('catalog_message', { name: 'catalog_message', parameters });
    }
    case 'call':
      return unframed(
        'voice_call',
        { name: 'voice_call', parameters: { display_text: label.text } },
        label.losses,
      );
    case 'call-permission':
      return unframed('call_permission_request', { name: 'call_permission_request' });
    default:
      return null;
  }
}

function formInteraction(
  { id, token, screen, values }: PlatformForm,
  label: Shortened,
  messageId: string,
): Interaction {
  const parameters = {
    flow_message_version: FLOW_MESSAGE_VERSION,
    flow_id: id,
    flow_cta: label.text,
    flow_token: token ?? messageId,
    mode: 'published',
    flow_action: 'navigate',
    ...(screen !== undefined && {
      flow_action_payload: { screen, ...(values !== undefined && { data: values }) },
    }),
  };
  return possible('flow', { name: 'flow', parameters }, label.losses);
}

/** Up to three options are buttons; more, or with descriptions or sections, are rows of a list. */
export function replyInteraction(
  part: Pick<ChoicePart, 'style' | 'listLabel'>,
  given: readonly ReplyOption[],
): Interaction {
  const options = given.map(withoutBlanks);
  if (options.length === 0) return impossible('There is nothing to choose');
  if (options.some(({ title }) => visibleWords(title) === undefined)) {
    return impossible('WhatsApp shows no button without a title');
  }
  if (new Set(options.map(({ payload }) => payload)).size < options.length) {
    return impossible('WhatsApp wants options with different payloads');
  }
  const isList =
    part.style === 'list' ||
    options.length > limits.buttons ||
    options.some(({ description, section }) => description !== undefined || section !== undefined);
  if (!isList) return buttons(options);
  const becameList: readonly PartLoss[] =
    part.style === 'list' ? [] : [{ code: 'other', description: 'The buttons become rows of a list' }];
  return list(part, options, becameList);
}

function withoutBlanks({ section, description, ...option }: ReplyOption): ReplyOption {
  return omitUndefined({
    ...option,
    section: visibleWords(section),
    description: visibleWords(description),
  });
}

function buttons(options: readonly ReplyOption[]): Interaction {
  const tooLong = options.find(({ payload }) => !isId(payload));
  if (tooLong !== undefined) return idProblem(tooLong);
  const titles = options.map(({ title }) => shorten(title, limits.buttonTitle, 'The title of a button'));
  if (new Set(titles.map(({ text }) => text)).size < titles.length) {
    return impossible('WhatsApp wants buttons with different titles');
  }
  return possible(
    'button',
    {
      buttons: options.map(({ payload }, index) => ({
        type: 'reply',
        reply: { id: payload, title: titles[index]?.text },
      })),
    },
    titles.flatMap(({ losses }) => losses),
  );
}

function list(
  { listLabel }: Pick<ChoicePart, 'listLabel'>,
  options: readonly ReplyOption[],
  becameList: readonly PartLoss[],
): Interaction {
  if (options.length > limits.listRows) {
    return impossible(`WhatsApp shows at most ${limits.listRows} options, not ${options.length}`);
  }
  const tooLong = options.find(({ payload }) => !isId(payload));
  if (tooLong !== undefined) return idProblem(tooLong);
  const label = shorten(
    visibleWords(listLabel) ?? DEFAULT_LIST_LABEL,
    limits.listLabel,
    'The label of the list',
  );
  const names = new Set(options.map(({ section }) => section));
  const losses: PartLoss[] = [...becameList, ...label.losses];
  const keep = ({ text, losses: more }: Shortened) => {
    losses.push(...more);
    return text;
  };
  const sections = [...names].map((name) => ({
    // A section needs a title as soon as there is another.
    ...((name !== undefined || names.size > 1) && {
      title: keep(shorten(name ?? DEFAULT_SECTION, limits.sectionTitle, 'The title of a section')),
    }),
    rows: options
      .filter(({ section }) => section === name)
      .map(({ payload, title, description }) => ({
        id: payload,
        title: keep(shorten(title, limits.rowTitle, 'The title of a row')),
        ...(description !== undefined && {
          description: keep(shorten(description, limits.rowDescription, 'The description of a row')),
        }),
      })),
  }));
  return possible('list', { button: label.text, sections }, losses);
}

/** Signs rather than words: we do not know the contact's language. */
const DEFAULT_LIST_LABEL = '☰';
const DEFAULT_SECTION = '…';

interface Shortened {
  readonly text: string;
  readonly losses: readonly PartLoss[];
}

/** @param what  For the loss: "The title of a button". */
export function shorten(text: string, maxLength: number, what: string): Shortened {
  if (text.length <= maxLength) return { text, losses: [] };
  return {
    text: truncate(text, maxLength),
    losses: [{ code: 'shortened', description: `${what} is cut to ${maxLength} characters` }],
  };
}

function possible(
  type: string,
  action: Readonly<Record<string, unknown>>,
  losses: readonly PartLoss[] = [],
): Extract<Interaction, { kind: 'possible' }> {
  return { kind: 'possible', type, action, losses, hasFrame: true };
}

function unframed(
  type: string,
  action: Readonly<Record<string, unknown>>,
  losses: readonly PartLoss[] = [],
): Interaction {
  return { ...possible(type, action, losses), hasFrame: false };
}

function isId(payload: string): boolean {
  const bytes = Buffer.byteLength(payload);
  return bytes > 0 && bytes <= limits.payloadBytes;
}

function idProblem({ title }: ReplyOption): Interaction {
  return impossible(
    `WhatsApp takes payloads of 1 to ${limits.payloadBytes} bytes; that of "${title}" is not so`,
  );
}
