import type { TemplatePart } from '../model/part.ts';
import { fillText, type TemplateButton, type TemplateContent } from '../model/template.ts';

/** A template as the contact sees it. A variable without a value stands there as it was written. */
export interface FilledTemplate {
  /** Null: no header, or one without words. */
  readonly header: string | null;
  readonly body: string;
  readonly footer: string | null;
  readonly buttons: readonly FilledButton[];
}

export interface FilledButton {
  readonly kind: TemplateButton['kind'];
  /** Null: the platform writes it. */
  readonly title: string | null;
  /** What it opens, calls, copies or sends back; null: nothing that we know. */
  readonly value: string | null;
}

/** Puts a message's values into the places of the variables. Pure, and total: what does not fit is left out. */
export function fillTemplate(part: TemplatePart, content: TemplateContent): FilledTemplate {
  const { header, body, footer, buttons } = content;
  return {
    header: header?.kind === 'text' ? fillText(header.text, part.headerVariables ?? {}) : null,
    body: fillText(body.text, part.variables),
    footer,
    buttons: buttons.map((button, index) => fillButton(button, index, part)),
  };
}

function fillButton(button: TemplateButton, index: number, part: TemplatePart): FilledButton {
  const given = part.buttonValues?.find((value) => value.index === index)?.value ?? null;
  const { kind } = button;
  switch (kind) {
    case 'reply':
      return { kind, title: button.title, value: part.buttonPayloads?.[index] || button.title };
    case 'url':
      // The one variable of a link stands at its end, whatever it is called.
      return { kind, title: button.title, value: button.url.replace(/\{\{\s*\w+\s*\}\}$/u, given ?? '$&') };
    case 'phone':
      return { kind, title: button.title, value: button.phone };
    case 'copy-code':
      return { kind, title: null, value: given };
    case 'other':
      return { kind, title: button.title, value: given };
    default:
      return button satisfies never;
  }
}
