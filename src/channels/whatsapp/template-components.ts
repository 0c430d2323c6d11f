import {
  type TemplateButton,
  type TemplateDraft,
  type TemplateHeader,
  type TemplateText,
  variablesIn,
} from '../../core/channel/index.ts';

type Wire = Readonly<Record<string, unknown>>;

/** The `components` of a template to be. */
export function toComponents({
  header,
  body,
  footer,
  buttons,
  variableStyle,
}: TemplateDraft): readonly Wire[] {
  const isNamed = variableStyle === 'named';
  return [
    ...(header === null ? [] : [toHeader(header, isNamed)]),
    { type: 'BODY', text: body.text, ...bodyExample(body, isNamed) },
    ...(footer === null ? [] : [{ type: 'FOOTER', text: footer }]),
    ...(buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons: buttons.flatMap(toButton) }]),
  ];
}

const FORMATS = { image: 'IMAGE', video: 'VIDEO', file: 'DOCUMENT' } as const;

function toHeader(header: TemplateHeader, isNamed: boolean): Wire {
  switch (header.kind) {
    case 'location':
      return { type: 'HEADER', format: 'LOCATION' };
    case 'text':
      return { type: 'HEADER', format: 'TEXT', text: header.text, ...headerExample(header, isNamed) };
    default:
      return {
        type: 'HEADER',
        format: FORMATS[header.kind],
        ...(header.exampleHandle !== null && { example: { header_handle: [header.exampleHandle] } }),
      };
  }
}

function headerExample(header: TemplateText, isNamed: boolean): Wire {
  const values = examplesOf(header);
  if (values.length === 0) return {};
  if (isNamed) return { example: { header_text_named_params: values.map(toNamed) } };
  return { example: { header_text: values.map(([, example]) => example) } };
}

function bodyExample(body: TemplateText, isNamed: boolean): Wire {
  const values = examplesOf(body);
  if (values.length === 0) return {};
  if (isNamed) return { example: { body_text_named_params: values.map(toNamed) } };
  return { example: { body_text: [values.map(([, example]) => example)] } };
}

/** In the order of the variables; positions in their own. */
function examplesOf({ text, examples }: TemplateText): readonly (readonly [string, string])[] {
  const values = new Map(Object.entries(examples));
  return variablesIn(text)
    .toSorted((a, b) => Number(a) - Number(b) || 0)
    .map((name) => [name, values.get(name) ?? ''] as const);
}

const toNamed = ([param_name, example]: readonly [string, string]): Wire => ({ param_name, example });

function toButton(button: TemplateButton): readonly Wire[] {
  switch (button.kind) {
    case 'reply':
      return [{ type: 'QUICK_REPLY', text: button.title }];
    case 'url': {
      const example = button.example === null ? {} : { example: [button.example] };
      return [{ type: 'URL', text: button.title, url: button.url, ...example }];
    }
    case 'phone':
      return [{ type: 'PHONE_NUMBER', text: button.title, phone_number: button.phone }];
    case 'copy-code':
      return [{ type: 'COPY_CODE', ...(button.example !== null && { example: button.example }) }];
    case 'other':
      return [];
    default:
      return button satisfies never;
  }
}
