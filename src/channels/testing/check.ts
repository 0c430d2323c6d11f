import { AssertionError, deepStrictEqual } from 'node:assert';
import type { ChannelDefinition, WebhookAccount } from '../../core/channel/index.ts';
import { publicCredentials } from '../../core/channel/index.ts';
import type { AccountSettings } from '../../core/model/channel-account.ts';
import type { ChannelFixtures } from './fixtures.ts';

/** What is examined, and by which facts. */
export interface Subject {
  readonly definition: ChannelDefinition;
  readonly fixtures: ChannelFixtures;
}

/** One promise of the contract. */
export interface Check {
  /** Stable: exceptions name it. */
  readonly name: string;
  /** @throws {ConformanceFailure} which says what was promised, what came instead, and for which input. */
  run(subject: Subject): void | Promise<void>;
}

/** The adapter does not keep a promise of the contract, or the fixtures do not show that it does. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
}

/** @throws {ConformanceFailure} with `sentence` unless `isTrue`. */
export function must(isTrue: boolean, sentence: string): asserts isTrue {
  if (!isTrue) throw new ConformanceFailure(sentence);
}

/** Compares values by their JSON, so that an instant may be written as text and an absent field equals `undefined`. */
export function mustEqual(actual: unknown, expected: unknown, sentence: string): void {
  try {
    deepStrictEqual(asJson(actual), asJson(expected));
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    throw new ConformanceFailure(`${sentence}\n${error.message}`);
  }
}

export function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** The settings of the examined account. */
export function settingsOf({ definition, fixtures }: Subject): AccountSettings {
  return (
    fixtures.settings ??
    Object.fromEntries(definition.settingFields.map(({ name, defaultValue }) => [name, defaultValue]))
  );
}

/** What parsing may know of the examined account. */
export function webhookAccountOf(subject: Subject): WebhookAccount {
  const { definition, fixtures } = subject;
  return {
    ...fixtures.account,
    settings: settingsOf(subject),
    publicCredentials: publicCredentials(definition.credentialFields, fixtures.credentials),
  };
}
