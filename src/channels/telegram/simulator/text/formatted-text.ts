import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import { wireUser } from '../chats/as-wire.ts';
import { fieldText, isList, type Json, type JsonObject, json, type Parameters, text } from '../parameters.ts';
import type { World } from '../state.ts';
import type { WireEntity } from '../wire.ts';
import { cleanText } from './clean-text.ts';
import { detectEntities } from './detect-entities.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';
import { readEntities } from './read-entities.ts';

/** A text and what is special in it. Offsets and lengths count UTF-16 units. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly WireEntity[];
}

/** Nobody is told more about a text than this many bytes can hold. */
const MAX_SOURCE_BYTES = 32_768;

const PARSERS: Readonly<Record<string, (source: string) => FormattedText | Refusal>> = {
  html: parseHtml,
  markdown: parseMarkdown,
  markdownv2: parseMarkdownV2,
};

/** Reads text, parse mode and entities from the parameters named `text`, `parse_mode` and `entities` or so. */
export function formattedText(
  world: World,
  parameters: Parameters,
  names: { readonly text: string; readonly parseMode: string; readonly entities: string },
): FormattedText | Refusal {
  const entities = json(parameters, names.entities, 'MessageEntity');
  // Entities that are no JSON are taken for none, as are all when there is a parse mode.
  return format(
    world,
    text(parameters, names.text),
    text(parameters, names.parseMode),
    isRefusal(entities) ? [] : entities,
  );
}

/** The same from an object: a medium of an album, a quote. */
export function formattedField(
  world: World,
  object: JsonObject,
  names: { readonly text: string; readonly parseMode: string; readonly entities: string },
): FormattedText | Refusal {
  return format(
    world,
    fieldText(object, names.text),
    fieldText(object, names.parseMode),
    object[names.entities],
  );
}

function format(
  world: World,
  source: string,
  parseMode: string,
  entities: Json | undefined,
): FormattedText | Refusal {
  if (Buffer.byteLength(source) > MAX_SOURCE_BYTES) return badRequest('text is too long');
  const mode = parseMode.toLowerCase();
  const parse = PARSERS[mode];
  if (source !== '' && mode !== '' && mode !== 'none' && parse === undefined) {
    return badRequest('unsupported parse_mode');
  }
  const given =
    source !== '' && parse !== undefined
      ? parse(source)
      : readEntities(source, isList(entities) ? entities : []);
  if (isRefusal(given)) return given;
  const clean = cleanText(given);
  return {
    text: clean.text,
    entities: detectEntities(clean).flatMap((entity) => withKnownUser(world, entity)),
  };
}

/** A mention of somebody whom nobody knows is no mention. */
function withKnownUser(world: World, entity: WireEntity): WireEntity[] {
  if (entity.user === undefined) return [entity];
  const user = wireUser(world, entity.user.id);
  return user === undefined ? [] : [{ ...entity, user }];
}
