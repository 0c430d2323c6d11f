import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { CampaignId, ContactId, IdentityId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableJson } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { insertGivenRecipients } from '../store/campaign-recipients.ts';
import { findCampaign, lockCampaign } from '../store/campaigns.ts';

/** One statement's worth; whoever has more calls again. */
const MOST_AT_ONCE = 1_000;
const MAX_VARIABLES = 50;

/** One person of a campaign whose audience is `GIVEN`. */
export interface GivenRecipient {
  readonly contactId: ContactId;
  /** To exactly this identity of theirs; null: to whichever policy lets. */
  readonly identityId: IdentityId | null;
  /** For this person alone, such as `link`; they come before the contact's attributes. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface RecipientsAdded {
  readonly kind: 'added';
  /** How many are new; who stands there already stays as they are. */
  readonly count: number;
  /** Contacts or identities that are not there: nothing was written for them. */
  readonly unknown: readonly ContactId[];
}

/** Names recipients of a draft, at most 1,000 at once. Naming somebody twice is once. */
export async function addRecipients(
  core: Core,
  viewer: WorkspaceViewer,
  command: { readonly campaignId: CampaignId; readonly recipients: readonly GivenRecipient[] },
): Promise<RecipientsAdded | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { campaignId, recipients } = command;
  if (recipients.length > MOST_AT_ONCE) {
    return validationFailed(`At most ${MOST_AT_ONCE} at once, got ${recipients.length}.`, ['recipients']);
  }
  const crowded = recipients.findIndex(({ variables }) => Object.keys(variables).length > MAX_VARIABLES);
  if (crowded !== -1) {
    return validationFailed(`A recipient has at most ${MAX_VARIABLES} variables.`, ['recipients', crowded]);
  }
  const campaign = await findCampaign(core.db, viewer.workspaceId, campaignId);
  if (campaign === null) return notFound('campaign', ['campaignId']);
  if (campaign.audience.kind !== 'GIVEN') {
    return conflict('Its recipients come from its audience. Make a campaign with the audience GIVEN.');
  }
  return commit<RecipientsAdded | UserError>(core, viewer.workspaceId, async (queries) => {
    const locked = await lockCampaign(queries, campaign);
    if (locked?.status !== 'DRAFT') {
      return { result: conflict('It has been started: its recipients are fixed.'), events: [] };
    }
    const { added, unknown } = await insertGivenRecipients(
      queries,
      campaign,
      storableJson(recipients),
      core.clock.now(),
    );
    return { result: { kind: 'added', count: added, unknown }, events: [] };
  });
}
