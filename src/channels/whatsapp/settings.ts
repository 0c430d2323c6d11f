import type { SettingField } from '../../core/channel/index.ts';
import type { AccountSettings } from '../../core/model/channel-account.ts';

/** Released 2026-07-29; lives for about two years. Never "the newest": a new version changes answers. */
export const DEFAULT_GRAPH_VERSION = 'v26.0';

const DEFAULT_STOP_WORDS = 'stop, stopp, unsubscribe, abmelden, abbestellen';

export const settingFields = [
  {
    name: 'marketingTemplates',
    label: 'Marketing templates',
    description:
      'Lets approved marketing templates go to people who agreed to that topic. Off: nothing promotional leaves on WhatsApp.',
    valueType: 'boolean',
    defaultValue: false,
  },
  {
    name: 'stopWords',
    label: 'Words that end promotion',
    description:
      'With commas between them. Who sends one of them alone, or taps a button of that text or payload, gets no more newsletters and marketing. Case does not matter.',
    valueType: 'string',
    defaultValue: DEFAULT_STOP_WORDS,
  },
  {
    name: 'linkPreviews',
    label: 'Link previews',
    description: 'Shows a picture and title for the first link of a text.',
    valueType: 'boolean',
    defaultValue: true,
  },
  {
    name: 'graphVersion',
    label: 'Graph API version',
    description: `The version that is called, such as ${DEFAULT_GRAPH_VERSION}. Meta switches each off about two years after its release.`,
    valueType: 'string',
    defaultValue: DEFAULT_GRAPH_VERSION,
  },
  {
    name: 'marketingMessagesApi',
    label: 'Marketing Messages API',
    description:
      'Sends marketing templates by Meta’s Marketing Messages API. Needed where the Cloud API refuses them (error 131063).',
    valueType: 'boolean',
    defaultValue: false,
  },
  {
    name: 'appSecretProof',
    label: 'App secret proof',
    description: 'Adds appsecret_proof to every call, for apps that require it.',
    valueType: 'boolean',
    defaultValue: false,
  },
] as const satisfies readonly SettingField[];

export type SettingName = (typeof settingFields)[number]['name'];

/** An account that was stored before a setting existed has its default. */
export function isOn(settings: AccountSettings, name: SettingName): boolean {
  const field = settingFields.find((candidate) => candidate.name === name);
  return (settings[name] ?? field?.defaultValue) === true;
}

const GRAPH_VERSION = /^v\d{1,3}\.\d{1,2}$/u;

/** Null for what is set and is no version. */
export function readGraphVersion({ graphVersion }: AccountSettings): string | null {
  if (graphVersion === undefined || graphVersion === null || graphVersion === '')
    return DEFAULT_GRAPH_VERSION;
  return typeof graphVersion === 'string' && GRAPH_VERSION.test(graphVersion) ? graphVersion : null;
}

/** In lower case. */
export function readStopWords({ stopWords }: AccountSettings): ReadonlySet<string> {
  const list = typeof stopWords === 'string' ? stopWords : DEFAULT_STOP_WORDS;
  return new Set(
    list
      .split(',')
      .map((word) => word.trim().toLowerCase())
      .filter((word) => word !== ''),
  );
}
