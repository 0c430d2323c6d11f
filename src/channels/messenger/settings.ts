import type { SettingField } from '../../core/channel/index.ts';
import type { AccountSettings } from '../../core/model/channel-account.ts';

/** Released 2026-07-29; lives for about two years. Never "the newest": a new version changes answers. */
export const DEFAULT_GRAPH_VERSION = 'v26.0';

const DEFAULT_STOP_WORDS = 'stop, stopp, unsubscribe, abmelden, abbestellen';

export const settingFields = [
  {
    name: 'humanAgent',
    label: 'Human Agent',
    description:
      'The app has Meta’s Human Agent feature: what members write may leave until 7 days after the contact’s last message. Bots and automations never use it. Turn it off where Meta has not granted it.',
    valueType: 'boolean',
    defaultValue: true,
  },
  {
    name: 'registeredNewsPage',
    label: 'Registered news page',
    description: 'The Page stands in Facebook’s News Page Index. Newsletters leave no other Page.',
    valueType: 'boolean',
    defaultValue: false,
  },
  {
    name: 'personaId',
    label: 'Persona',
    description: 'The id of a persona whose name and picture stand beside messages instead of the Page’s.',
    valueType: 'string',
    defaultValue: null,
  },
  {
    name: 'greeting',
    label: 'Greeting',
    description: 'What people read before they write for the first time, in up to 160 characters.',
    valueType: 'string',
    defaultValue: null,
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
    name: 'graphVersion',
    label: 'Graph API version',
    description: `The version that is called, such as ${DEFAULT_GRAPH_VERSION}. Meta switches each off about two years after its release.`,
    valueType: 'string',
    defaultValue: DEFAULT_GRAPH_VERSION,
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

/** Null when it is not set, or set to nothing. */
export function readWords(settings: AccountSettings, name: SettingName): string | null {
  const value = settings[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

const GRAPH_VERSION = /^v\d{1,3}\.\d{1,2}$/u;

/** Null for what is set and is no version. */
export function readGraphVersion(settings: AccountSettings): string | null {
  const version = readWords(settings, 'graphVersion') ?? DEFAULT_GRAPH_VERSION;
  return GRAPH_VERSION.test(version) ? version : null;
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
