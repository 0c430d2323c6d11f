import type { ChannelCapabilities, ChannelDefinition, TimeLimit } from '../src/core/channel/index.ts';
import { MEDIA_KINDS, PART_TYPES } from '../src/core/model/part.ts';

const BEGIN = '<!-- capabilities: written by `npx tsx scripts/print-capabilities.ts` -->';
const END = '<!-- /capabilities -->';

interface Row {
  readonly label: string;
  readonly cell: (capabilities: ChannelCapabilities, definition: ChannelDefinition) => string;
}

const yes = (isTrue: boolean): string => (isTrue ? 'yes' : '–');

const bothWays = (isIn: boolean, out: string): string => {
  const ways = [isIn ? 'in' : '', out === '' ? '' : `out${out === 'yes' ? '' : ` ${out}`}`].filter(Boolean);
  return ways.length === 0 ? '–' : ways.join(', ');
};

const lasting = (limit: TimeLimit | null): string => {
  if (limit === null) return '';
  return limit.withinMs === null ? 'yes' : `for ${duration(limit.withinMs)}`;
};

const duration = (ms: number): string =>
  ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;

const size = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${Math.floor(bytes / 1024)} KB`;

const PARTS: readonly Row[] = PART_TYPES.map((type) => ({
  label: `\`${type}\``,
  cell: ({ parts }) => bothWays(parts.inbound.includes(type), parts.outbound.includes(type) ? 'yes' : ''),
}));

const FILES: readonly Row[] = MEDIA_KINDS.map((kind) => ({
  label: `${kind}, at most`,
  cell: ({ media }) => {
    const limits = media[kind];
    return limits === undefined ? '–' : size(Math.max(limits.maxUploadBytes, limits.maxUrlBytes ?? 0));
  },
}));

const ROWS: readonly Row[] = [
  ...PARTS,
  { label: 'text, at most', cell: ({ text }) => `${text.maxLength} ${text.countedIn}` },
  {
    label: 'formatting',
    cell: ({ text }) => (text.formatting.length === 0 ? '–' : text.formatting.join(', ')),
  },
  { label: 'caption, at most', cell: ({ caption }) => (caption === null ? '–' : String(caption.maxLength)) },
  ...FILES,
  { label: 'album, at most', cell: ({ maxAlbumSize }) => (maxAlbumSize === 1 ? '–' : String(maxAlbumSize)) },
  {
    label: 'choices',
    cell: ({ choice }) => (choice === null ? '–' : `${choice.styles.join(', ')}; ${choice.maxOptions}`),
  },
  { label: 'edits', cell: ({ edits }) => bothWays(edits.inbound, lasting(edits.outbound)) },
  { label: 'deletions', cell: ({ deletes }) => bothWays(deletes.inbound, lasting(deletes.outbound)) },
  {
    label: 'reactions',
    cell: ({ reactions }) => bothWays(reactions.inbound, reactions.outbound === null ? '' : 'yes'),
  },
  {
    label: 'replies to a message',
    cell: ({ replies }) => bothWays(replies.inbound, replies.outbound ? 'yes' : ''),
  },
  { label: 'typing', cell: ({ typing }) => bothWays(typing.inbound, typing.outbound === null ? '' : 'yes') },
  { label: 'read marks', cell: ({ readMarks }) => yes(readMarks.outbound) },
  {
    label: 'receipts',
    cell: ({ receipts }) => (receipts.length === 0 ? 'none' : receipts.join(', ').toLowerCase()),
  },
  { label: 'who may begin', cell: ({ initiation }) => initiation },
  {
    label: 'window for answers',
    cell: ({ messagingWindowMs }) => (messagingWindowMs === null ? 'no end' : duration(messagingWindowMs)),
  },
  {
    label: 'without a public address',
    cell: (_, { polling }) => yes(polling !== undefined),
  },
];

/** The README with its table as the channels declare it now. */
export function withCapabilityTable(readme: string, channels: readonly ChannelDefinition[]): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin === -1 || end === -1) throw new Error(`The README has no place for the table: ${BEGIN} … ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${capabilityTable(channels)}\n${readme.slice(end)}`;
}

function capabilityTable(channels: readonly ChannelDefinition[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    line(['', ...channels.map(({ displayName }) => displayName)]),
    line(['---', ...channels.map(() => '---')]),
    ...ROWS.map(({ label, cell }) =>
      line([label, ...channels.map((definition) => cell(definition.capabilities, definition))]),
    ),
  ].join('');
}
