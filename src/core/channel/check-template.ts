import type { TemplatePart } from '../model/part.ts';
import { variablesIn } from '../model/template.ts';
import type { Template, TemplateProblem } from './templates.ts';

export { variablesIn } from '../model/template.ts';

/** What of a template decides whether a message fills it. */
type Fillable = Pick<Template, 'name' | 'status' | 'platformStatus' | 'header' | 'body' | 'buttons'>;

/**
 * Whether a message fills the template that it names: every variable has a value and none is left over, and header
 * and buttons get what they need. Asked before anything leaves, because a platform's refusal comes late and counts
 * against the account.
 */
export function checkTemplatePart(part: TemplatePart, template: Fillable): readonly TemplateProblem[] {
  const { header } = template;
  return [
    ...checkStatus(template),
    ...checkVariables('variables', variablesIn(template.body.text), part.variables),
    ...checkVariables(
      'headerVariables',
      header?.kind === 'text' ? variablesIn(header.text) : [],
      part.headerVariables ?? {},
    ),
    ...checkHeader(part, template),
    ...checkButtons(part, template),
  ];
}

function checkStatus({ name, status, platformStatus }: Fillable): readonly TemplateProblem[] {
  if (status === 'APPROVED') return [];
  return [{ path: 'name', message: `"${name}" can not be sent: the platform says ${platformStatus}.` }];
}

function checkVariables(
  path: string,
  wanted: readonly string[],
  given: Readonly<Record<string, string>>,
): readonly TemplateProblem[] {
  const values = new Map(Object.entries(given));
  return [
    ...wanted
      .filter((name) => (values.get(name) ?? '').trim() === '')
      .map((name) => ({ path: `${path}.${name}`, message: `The template needs a value for {{${name}}}.` })),
    ...[...values.keys()]
      .filter((name) => !wanted.includes(name))
      .map((name) => ({ path: `${path}.${name}`, message: `The template has no {{${name}}} there.` })),
  ];
}

function checkHeader(part: TemplatePart, { header }: Fillable): readonly TemplateProblem[] {
  const wanted = header === null || header.kind === 'text' ? null : header.kind;
  const given = headerKindOf(part);
  if (wanted === given) return [];
  const message =
    wanted === null
      ? 'The template has neither file nor place in its header.'
      : `The template needs a header of kind ${wanted}.`;
  return [{ path: 'header', message }];
}

function headerKindOf({ header, headerKind, headerLocation }: TemplatePart) {
  if (header !== undefined) return headerKind ?? 'image';
  return headerLocation === undefined ? null : 'location';
}

function checkButtons(part: TemplatePart, { buttons }: Fillable): readonly TemplateProblem[] {
  const values = new Map((part.buttonValues ?? []).map((value) => [value.index, value]));
  const missing = buttons.flatMap((button, index): readonly TemplateProblem[] => {
    const kind = neededBy(button);
    if (kind === null || values.get(index)?.kind === kind) return [];
    return [
      { path: 'buttonValues', message: `Button ${index} of the template needs a value of kind ${kind}.` },
    ];
  });
  const surplus = [...values.values()].filter(({ index, kind }) => {
    const button = buttons[index];
    return button === undefined || (button.kind !== 'other' && neededBy(button) !== kind);
  });
  const payloads = (part.buttonPayloads ?? []).flatMap((payload, index) =>
    payload !== '' && buttons[index]?.kind !== 'reply' ? [index] : [],
  );
  return [
    ...missing,
    ...surplus.map(({ index, kind }) => ({
      path: 'buttonValues',
      message: `Button ${index} of the template takes no value of kind ${kind}.`,
    })),
    ...payloads.map((index) => ({
      path: 'buttonPayloads',
      message: `Button ${index} of the template is no quick reply.`,
    })),
  ];
}

function neededBy(button: Fillable['buttons'][number]): 'url-ending' | 'code' | null {
  if (button.kind === 'url') return variablesIn(button.url).length > 0 ? 'url-ending' : null;
  return button.kind === 'copy-code' ? 'code' : null;
}
