import type { Core } from '../inbox/core.ts';
import type {
  CampaignAudience,
  CampaignBudget,
  CampaignQuietHours,
  CampaignSchedule,
  ContentVariant,
} from '../model/campaign.ts';
import type { Good } from '../model/declaration.ts';
import type { TopicId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableJson } from '../model/storable-text.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import type { Purpose } from '../model/words.ts';
import { findAudience } from '../store/campaigns.ts';
import { findTopic } from '../store/topics.ts';
import { checkContent } from './check-content.ts';
import { instantOf } from './local-instant.ts';

/** What an author decides about a campaign. */
export interface CampaignTerms {
  readonly name: string;
  /** Of a topic it is the topic's own. */
  readonly purpose: Purpose;
  readonly topicId: TopicId | null;
  readonly audience: CampaignAudience;
  /** Only through accounts of these; null: through all. */
  readonly channels: readonly string[] | null;
  readonly content: readonly ContentVariant[];
  readonly declaredGoods: readonly Good[];
  readonly isSilent: boolean;
  /** Null: when somebody starts it. */
  readonly schedule: CampaignSchedule | null;
  readonly quietHours: CampaignQuietHours | null;
  /** Messages a second; null: as fast as the platforms let. */
  readonly pacePerSecond: number | null;
  readonly budget: CampaignBudget | null;
}

export type CheckedTerms = { readonly kind: 'checked'; readonly terms: CampaignTerms } | UserError;

/** Fastest pace that anybody may set: far above every platform's limit. */
const MAX_PACE = 10_000;

/** Terms that make sense and name only what there is in the workspace, ready to be stored. */
export async function checkTerms(
  { db, channels }: Pick<Core, 'db' | 'channels'>,
  { workspaceId }: WorkspaceViewer,
  given: CampaignTerms,
): Promise<CheckedTerms> {
  const name = readName(given.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  const { audience, topicId, pacePerSecond, budget, schedule, quietHours } = given;
  const topic = topicId === null ? null : await findTopic(db, workspaceId, topicId);
  if (topicId !== null && (topic === null || topic.archivedAt !== null))
    return notFound('topic', ['topicId']);
  if (audience.kind === 'TOPIC' && topic === null) {
    return validationFailed('To the subscribers of which topic? Give a topicId.', ['topicId']);
  }
  if (audience.kind === 'SAVED' && (await findAudience(db, workspaceId, audience.audienceId)) === null) {
    return notFound('audience', ['audience', 'audienceId']);
  }
  const strange = given.channels?.findIndex((channel) => channels.find(channel) === null) ?? -1;
  if (strange !== -1) return validationFailed('This channel is not installed.', ['channels', strange]);
  if (pacePerSecond !== null && !(pacePerSecond > 0 && pacePerSecond <= MAX_PACE)) {
    return validationFailed(`A pace lies between 0 and ${MAX_PACE} messages a second.`, ['pacePerSecond']);
  }
  if (budget !== null && !(Number.isSafeInteger(budget.amountMicros) && budget.amountMicros >= 0)) {
    return validationFailed('A budget is a whole number of millionths, 0 or more.', ['budget']);
  }
  if (budget !== null && !/^[A-Z]{3}$/u.test(budget.currency)) {
    return validationFailed('A currency has three letters (ISO 4217).', ['budget', 'currency']);
  }
  if (schedule !== null && instantOf(schedule.at, schedule.timeZone) === null) {
    return validationFailed('Give a time as YYYY-MM-DDTHH:MM and an IANA time zone.', ['schedule']);
  }
  if (quietHours !== null && ![quietHours.from, quietHours.to].every(isTimeOfDay)) {
    return validationFailed('Quiet hours begin and end at a time of day, HH:MM.', ['quietHours']);
  }
  const problem = await checkContent(db, workspaceId, given.content);
  if (problem !== null) return problem;
  const terms = { ...given, name, purpose: topic?.purpose ?? given.purpose };
  return { kind: 'checked', terms: storableJson(terms) };
}

const isTimeOfDay = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text);
