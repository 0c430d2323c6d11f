import { truncate } from '../../core/model/describe-parts.ts';
import type { Card, CardPart } from '../../core/model/part.ts';
import { FIRST_VERSION_WITH, isTooOld } from './api-version.ts';
import {
  addressProblem,
  buttonProblem,
  escapeHtml,
  FULL_WIDTH,
  isCut,
  toButton,
  toButtonText,
} from './buttons.ts';
import { capabilities, MAX_BUTTON_TEXT_LENGTH, MAX_REQUEST_BYTES } from './capabilities.ts';
import { impossible, lost, type PartRendering, shown } from './part-rendering.ts';
import { isPublicAddress } from './public-address.ts';
import { isSharing, numbered, paragraphs } from './render-choice.ts';
import { type Button, jsonBytes, type WireContent } from './wire.ts';

/** A card's picture and its words take two rows each; a group has seven, and buttons get what is left. */
const ROWS_OF_IMAGE = 2;
const ROWS_OF_WORDS = 2;
const MAX_GROUP_ROWS = 7;
/** What a request holds beside the carousel: sender, receiver and the like. */
const ROOM_FOR_THE_REST = 12_000;
const MAX_CAROUSEL_BYTES = MAX_REQUEST_BYTES - ROOM_FOR_THE_REST;
/** Ours: no limit is documented, and it stands in for pictures and buttons only. */
const MAX_ALT_TEXT_LENGTH = 500;
const WHITE = '#FFFFFF';

/** A carousel in which every card is a group of buttons, all of the same height. More cards make another carousel. */
export function renderCards({ cards }: CardPart, apiVersion: number | null): PartRendering {
  const hasImages = cards.some(({ image }) => image !== undefined);
  const maxOptions = MAX_GROUP_ROWS - ROWS_OF_WORDS - (hasImages ? ROWS_OF_IMAGE : 0);
  const reason =
    whyNotCarousel(cards, apiVersion) ??
    cards.map((card) => whyNotGroup(card, maxOptions)).find((found) => found !== null);
  if (reason !== undefined) {
    const text = cards.map(asText).join('\n\n');
    if (text.trim() === '') return impossible('A card needs a title.');
    return shown([{ type: 'text', text }], [lost('card-as-text', `${reason}: cards become text.`)]);
  }
  const carousels = fill(cards, hasImages);
  if (carousels === null) return impossible('A card is larger than a request to Viber may be.');
  const isSomethingCut = cards.some(
    (card) => wordsOf(card).length > MAX_BUTTON_TEXT_LENGTH || (card.options ?? []).some(isCut),
  );
  return shown(carousels, [
    isSomethingCut ? lost('shortened', 'Long titles and subtitles are cut.') : null,
    carousels.length > 1 ? lost('other', `The cards are shown as ${carousels.length} carousels.`) : null,
  ]);
}

/** Undefined: the contact's app shows it, or is not known. */
function whyNotCarousel(cards: readonly Card[], apiVersion: number | null): string | undefined {
  const shares = cards.some(({ options = [] }) => options.some(isSharing));
  const needed = shares ? FIRST_VERSION_WITH.sharing : FIRST_VERSION_WITH.carousels;
  return isTooOld(apiVersion, needed) ? 'The contact’s app is too old for these cards' : undefined;
}

/** Null: a single card is too large. */
function fill(cards: readonly Card[], hasImages: boolean): readonly WireContent[] | null {
  const carousels: WireContent[] = [];
  for (let start = 0; start < cards.length; ) {
    let end = Math.min(cards.length, start + capabilities.cards.max);
    while (end > start && jsonBytes(carousel(cards.slice(start, end), hasImages)) > MAX_CAROUSEL_BYTES) {
      end -= 1;
    }
    if (end === start) return null;
    carousels.push(carousel(cards.slice(start, end), hasImages));
    start = end;
  }
  return carousels;
}

function carousel(cards: readonly Card[], hasImages: boolean): WireContent {
  const optionRows = Math.max(...cards.map(({ options = [] }) => options.length));
  return {
    type: 'rich_media',
    rich_media: {
      Type: 'rich_media',
      ButtonsGroupColumns: FULL_WIDTH,
      ButtonsGroupRows: (hasImages ? ROWS_OF_IMAGE : 0) + ROWS_OF_WORDS + optionRows,
      BgColor: WHITE,
      Buttons: cards.flatMap((card) => toGroup(card, hasImages, optionRows)),
    },
    // For apps that show no carousels.
    alt_text: truncate(cards.map(({ title }) => title).join(', '), MAX_ALT_TEXT_LENGTH),
  };
}

function toGroup(card: Card, hasImages: boolean, optionRows: number): readonly Button[] {
  const { image, url, options = [] } = card;
  const tap =
    url === undefined
      ? ({ ActionType: 'none' } as const)
      : ({ ActionType: 'open-url', ActionBody: url, Silent: true } as const);
  const picture: Button = {
    Columns: FULL_WIDTH,
    Rows: ROWS_OF_IMAGE,
    ...tap,
    ...(image?.from === 'url' ? { Image: image.url } : { BgColor: WHITE }),
  };
  const words: Button = { Columns: FULL_WIDTH, Rows: ROWS_OF_WORDS, ...tap, Text: wordsThatFit(card) };
  const blank: Button = { Columns: FULL_WIDTH, Rows: 1, ActionType: 'none', BgColor: WHITE };
  return [
    ...(hasImages ? [picture] : []),
    words,
    ...options.map((option) => toButton(option)),
    ...Array.from({ length: optionRows - options.length }, () => blank),
  ];
}

function whyNotGroup({ title, image, url, options = [] }: Card, maxOptions: number): string | null {
  if (title.trim() === '') return 'A card of Viber needs a title';
  if (image !== undefined && (image.from !== 'url' || !isPublicAddress(image.url))) {
    return 'Viber fetches pictures of cards from public https addresses';
  }
  const problem = url === undefined ? null : addressProblem(url);
  if (problem !== null) return problem;
  if (options.length > maxOptions) return `These cards have room for ${maxOptions} buttons each`;
  return options.map(buttonProblem).find((problem) => problem !== null) ?? null;
}

function wordsOf({ title, subtitle }: Card): string {
  const heading = `<b>${escapeHtml(title)}</b>`;
  return subtitle === undefined || subtitle === '' ? heading : `${heading}<br>${escapeHtml(subtitle)}`;
}

/** Cut where no tag can be torn: the subtitle goes first. */
function wordsThatFit(card: Card): string {
  const whole = wordsOf(card);
  if (whole.length <= MAX_BUTTON_TEXT_LENGTH) return whole;
  const heading = wordsOf({ title: card.title });
  if (heading.length > MAX_BUTTON_TEXT_LENGTH) return toButtonText(card.title);
  const room = MAX_BUTTON_TEXT_LENGTH - heading.length - '<br>'.length;
  const subtitle = toButtonText(card.subtitle ?? '', room);
  return subtitle === '' ? heading : `${heading}<br>${subtitle}`;
}

function asText({ title, subtitle, url, options = [] }: Card): string {
  return paragraphs([title, subtitle, url].filter(Boolean).join('\n'), numbered(options));
}
