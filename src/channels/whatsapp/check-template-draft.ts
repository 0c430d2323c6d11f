import {
  type TemplateButton,
  type TemplateDraft,
  type TemplateHeader,
  type TemplateProblem,
  type TemplateText,
  variablesIn,
} from '../../core/channel/index.ts';
import { limits } from './capabilities.ts';

const NAME = /^[a-z0-9_]{1,512}$/u;
const LANGUAGE = /^[a-z]{2,3}(?:_[A-Za-z]{2,4})?$/u;
const NAMED = /^[a-z0-9_]+$/u;
const POSITION = /^[1-9]\d*$/u;

/** What Meta's review would refuse for its form alone. */
export function checkTemplateDraft(draft: TemplateDraft): readonly TemplateProblem[] {
  const { name, language, category, header, body, footer, buttons, variableStyle } = draft;
  return [
    ...when(!NAME.test(name), 'name', 'The name has 1 to 512 of a-z, 0-9 and _.'),
    ...when(!LANGUAGE.test(language), 'language', 'The language is one such as de or pt_BR.'),
    ...when(category === null, 'category', 'The category is MARKETING, UTILITY or AUTHENTICATION.'),
    ...checkHeader(header, variableStyle),
    ...checkBody(body, variableStyle),
    ...checkFooter(footer),
    ...checkButtons(buttons),
  ];
}

function checkHeader(
  header: TemplateHeader | null,
  style: TemplateDraft['variableStyle'],
): readonly TemplateProblem[] {
  if (header === null || header.kind === 'location') return [];
  if (header.kind !== 'text') {
    const path = 'header.exampleHandle';
    return when(header.exampleHandle === null, path, 'A header with a file needs an example of it.');
  }
  return [
    ...checkLength(header.text, limits.templateHeader, 'header.text'),
    ...when(variablesIn(header.text).length > 1, 'header.text', 'A header has one variable at most.'),
    ...checkVariables(header, style, 'header'),
  ];
}

const VARIABLE = String.raw`\{\{\s*\w+\s*\}\}`;
const AT_AN_END = new RegExp(`^\\s*${VARIABLE}|${VARIABLE}\\s*$`, 'u');
const ADJACENT = new RegExp(`${VARIABLE}\\s*${VARIABLE}`, 'u');

function checkBody(body: TemplateText, style: TemplateDraft['variableStyle']): readonly TemplateProblem[] {
  return [
    ...checkLength(body.text, limits.templateBody, 'body.text'),
    ...when(AT_AN_END.test(body.text), 'body.text', 'No variable stands at the start or end of the body.'),
    ...when(ADJACENT.test(body.text), 'body.text', 'There are words between two variables.'),
    ...checkVariables(body, style, 'body'),
  ];
}

function checkFooter(footer: string | null): readonly TemplateProblem[] {
  if (footer === null) return [];
  return [
    ...checkLength(footer, limits.templateFooter, 'footer'),
    ...when(variablesIn(footer).length > 0, 'footer', 'A footer has no variables.'),
  ];
}

function checkVariables(
  { text, examples }: TemplateText,
  style: TemplateDraft['variableStyle'],
  path: string,
): readonly TemplateProblem[] {
  const names = variablesIn(text);
  const given = new Map(Object.entries(examples));
  const isWrong =
    style === 'positional'
      ? names.some((name) => !POSITION.test(name) || Number(name) > names.length)
      : names.some((name) => !NAMED.test(name) || POSITION.test(name));
  const expected =
    style === 'positional'
      ? 'Variables are {{1}}, {{2}} … without a gap.'
      : 'Variables are named in a-z, 0-9 and _.';
  return [
    ...when(isWrong, `${path}.text`, expected),
    ...names
      .filter((name) => (given.get(name) ?? '').trim() === '')
      .map((name) => ({ path: `${path}.examples.${name}`, message: `{{${name}}} needs an example.` })),
  ];
}

function checkButtons(buttons: readonly TemplateButton[]): readonly TemplateProblem[] {
  const count = (kind: TemplateButton['kind']) => buttons.filter((button) => button.kind === kind).length;
  const most = (kind: TemplateButton['kind'], limit: number) =>
    when(count(kind) > limit, 'buttons', `A template has at most ${limit} of kind ${kind}.`);
  return [
    ...when(
      buttons.length > limits.templateButtons,
      'buttons',
      `A template has at most ${limits.templateButtons} buttons.`,
    ),
    ...most('url', limits.templateUrlButtons),
    ...most('phone', limits.templatePhoneButtons),
    ...most('copy-code', limits.templateCodeButtons),
    ...most('other', 0),
    ...buttons.flatMap((button, index) => checkButton(button, `buttons.${index}`)),
  ];
}

const URL_VARIABLE_AT_END = new RegExp(`^[^{}]+(?:${VARIABLE})?$`, 'u');

function checkButton(button: TemplateButton, path: string): readonly TemplateProblem[] {
  switch (button.kind) {
    case 'reply':
    case 'phone':
      return checkLength(button.title, limits.templateButtonTitle, `${path}.title`);
    case 'url': {
      const hasVariable = variablesIn(button.url).length > 0;
      return [
        ...checkLength(button.title, limits.templateButtonTitle, `${path}.title`),
        ...checkLength(button.url, limits.templateUrl, `${path}.url`),
        ...when(
          !URL_VARIABLE_AT_END.test(button.url),
          `${path}.url`,
          'A link has one variable at most, at its end.',
        ),
        ...when(
          hasVariable && button.example === null,
          `${path}.example`,
          'A link with a variable needs an example.',
        ),
      ];
    }
    case 'copy-code':
      return [
        ...when(button.example === null, `${path}.example`, 'A code to copy needs an example.'),
        ...when(
          (button.example?.length ?? 0) > limits.templateCode,
          `${path}.example`,
          `A code has at most ${limits.templateCode} characters.`,
        ),
      ];
    case 'other':
      return [];
    default:
      return button satisfies never;
  }
}

function checkLength(text: string, limit: number, path: string): readonly TemplateProblem[] {
  return [
    ...when(text.trim() === '', path, 'It has words.'),
    ...when(text.length > limit, path, `It has at most ${limit} characters, not ${text.length}.`),
  ];
}

function when(isSo: boolean, path: string, message: string): readonly TemplateProblem[] {
  return isSo ? [{ path, message }] : [];
}
