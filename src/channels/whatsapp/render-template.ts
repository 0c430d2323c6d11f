import type { WireFile } from '../../core/channel/index.ts';
import type { TemplateButtonValue, TemplatePart } from '../../core/model/part.ts';
import { problem, shown } from '../shared/part-rendering.ts';
import { limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { toWireMedia, WIRE_TYPE } from './wire-media.ts';

type Component = Readonly<Record<string, unknown>>;
type Parameters =
  | { readonly kind: 'parameters'; readonly values: readonly Component[] }
  | { readonly kind: 'wrong'; readonly reason: string };

const NAME = /^[a-z0-9_]{1,512}$/u;
const LANGUAGE = /^[a-z]{2,3}(?:_[A-Za-z]{2,4})?$/u;

/**
 * Only what can be seen without the approved text is checked here; that every variable has its value is asked of the
 * template itself, before this.
 */
export function renderTemplate(part: TemplatePart, context: RenderContext): PartRendering {
  const { name, language } = part;
  if (!NAME.test(name)) return problem('The name of a template has a-z, 0-9 and _ only.', context);
  if (!LANGUAGE.test(language))
    return problem('The language of a template is one such as de or pt_BR.', context);
  const body = textParameters(part.variables);
  if (body.kind === 'wrong') return problem(body.reason, context);
  const headerText = textParameters(part.headerVariables ?? {});
  if (headerText.kind === 'wrong') return problem(headerText.reason, context);
  const media = mediaHeader(part);
  const header = media?.parameters ?? placeHeader(part) ?? headerText.values;
  const buttons = buttonsOf(part, context);
  const refusal = reasonAgainst(part, header.length === 0 && buttons.length === 0);
  if (refusal !== null) return problem(refusal, context);
  const components = [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(body.values.length > 0 ? [{ type: 'body', parameters: body.values }] : []),
    ...buttons,
  ];
  const content = { name, language: { code: language }, ...(components.length > 0 && { components }) };
  return shown([draft('template', content, context, media?.files ?? [])]);
}

/** What would come back as a refusal, and after the upload of a header. */
function reasonAgainst({ variables, buttonValues = [] }: TemplatePart, isBodyOnly: boolean): string | null {
  const length = Object.values(variables).reduce((sum, value) => sum + value.length, 0);
  const most = isBodyOnly ? limits.templateBodyAlone : limits.templateBody;
  if (length > most) return `The values have ${length} characters; such a template shows at most ${most}.`;
  const wrong = buttonValues.find(({ kind, value }) => {
    const longest = kind === 'code' ? limits.templateCode : limits.templateUrl;
    return value.trim() === '' || value.length > longest;
  });
  return wrong === undefined ? null : `The value of button ${wrong.index} is empty or too long.`;
}

/** `1`, `2`, … in their order, or by name; a template has one way or the other. */
function textParameters(variables: Readonly<Record<string, string>>): Parameters {
  const entries = Object.entries(variables);
  const empty = entries.find(([, value]) => value.trim() === '');
  if (empty !== undefined) return { kind: 'wrong', reason: `The variable {{${empty[0]}}} has no value.` };
  const numbered = entries.filter(([name]) => /^[1-9]\d*$/u.test(name));
  if (numbered.length === 0) {
    return {
      kind: 'parameters',
      values: entries.map(([name, text]) => ({ type: 'text', parameter_name: name, text })),
    };
  }
  const byPosition = new Map(numbered.map(([name, text]) => [Number(name), text]));
  const texts = entries.map((_, index) => byPosition.get(index + 1));
  if (numbered.length < entries.length || texts.includes(undefined)) {
    const reason = 'Variables are 1, 2, 3 … without a gap, or names; a template has one way or the other.';
    return { kind: 'wrong', reason };
  }
  return { kind: 'parameters', values: texts.map((text) => ({ type: 'text', text })) };
}

function mediaHeader({ header, headerKind = 'image', headerFileName }: TemplatePart): {
  readonly parameters: readonly Component[];
  readonly files: readonly WireFile[];
} | null {
  if (header === undefined) return null;
  const { reference, files } = toWireMedia(headerKind, {
    source: header,
    ...(headerFileName !== undefined && { fileName: headerFileName }),
  });
  const type = WIRE_TYPE[headerKind];
  const filename = headerKind === 'file' && headerFileName !== undefined ? { filename: headerFileName } : {};
  return { parameters: [{ type, [type]: { ...reference, ...filename } }], files };
}

function placeHeader({ headerLocation }: TemplatePart): readonly Component[] | null {
  if (headerLocation === undefined) return null;
  const { latitude, longitude, name, address } = headerLocation;
  const words = { ...(name !== undefined && { name }), ...(address !== undefined && { address }) };
  return [{ type: 'location', location: { latitude, longitude, ...words } }];
}

function buttonsOf(part: TemplatePart, { message }: RenderContext): readonly Component[] {
  const replies = (part.buttonPayloads ?? []).flatMap((payload, index) =>
    payload.trim() === ''
      ? []
      : [{ index, sub_type: 'quick_reply', parameters: [{ type: 'payload', payload }] }],
  );
  const values = part.buttonValues ?? (message.purpose === 'AUTHENTICATION' ? codeButton(part) : []);
  return [...replies, ...values.map(toButton)]
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, sub_type, parameters }) => ({
      type: 'button',
      sub_type,
      index: String(index),
      parameters,
    }));
}

/** A one-time code stands in the text and again in the button that copies or fills it in. */
function codeButton({ variables }: TemplatePart): readonly TemplateButtonValue[] {
  const [code, ...others] = Object.values(variables);
  return code === undefined || others.length > 0 ? [] : [{ index: 0, kind: 'url-ending', value: code }];
}

function toButton({ index, kind, value }: TemplateButtonValue) {
  switch (kind) {
    case 'url-ending':
      return { index, sub_type: 'url', parameters: [{ type: 'text', text: value }] };
    case 'code':
      return { index, sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: value }] };
    case 'form-token':
      return { index, sub_type: 'flow', parameters: [{ type: 'action', action: { flow_token: value } }] };
    default:
      return kind satisfies never;
  }
}
