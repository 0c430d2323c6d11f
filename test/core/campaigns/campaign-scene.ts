import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { moveOneCampaign } from '../../../src/core/campaigns/campaign-runner.ts';
import type { CampaignTerms } from '../../../src/core/campaigns/campaign-terms.ts';
import { createCampaign } from '../../../src/core/campaigns/create-campaign.ts';
import { type CampaignPreview, previewCampaign } from '../../../src/core/campaigns/preview-campaign.ts';
import { startCampaign } from '../../../src/core/campaigns/start-campaign.ts';
import type { CampaignStatus, RecipientState } from '../../../src/core/model/campaign.ts';
import type { CampaignId } from '../../../src/core/model/ids.ts';
import { readProgress } from '../../../src/core/store/campaign-report.ts';
import { findCampaign } from '../../../src/core/store/campaigns.ts';
import type { Campaign, Identity, Topic } from '../../../src/core/store/rows.ts';
import { contacts } from '../../../src/core/store/tables/index.ts';
import type { OpenTestDatabase } from '../../support/describe-on-every-engine.ts';
import { type ConsentScene, createConsentScene } from '../consent/consent-scene.ts';
import { type SceneOptions, SOON } from '../delivery/sending-scene.ts';

export interface CampaignScene extends ConsentScene {
  readonly news: Topic;
  /** A contact who confirmed the news. */
  subscriber(name: string, about?: Partial<typeof contacts.$inferInsert>): Promise<Identity>;
  draft(terms?: Partial<CampaignTerms>): Promise<Campaign>;
  start(campaign: Campaign): ReturnType<typeof startCampaign>;
  preview(campaign: Campaign): Promise<CampaignPreview>;
  campaign(id: CampaignId): Promise<Campaign>;
  /** Steps until nobody wants anything at this moment. */
  move(): Promise<void>;
  /** Steps and waits until it stands so. */
  reaches(id: CampaignId, status: CampaignStatus): Promise<void>;
  progress(id: CampaignId): Promise<Partial<Record<RecipientState, number>>>;
}

export const text = (words: string) =>
  [{ channel: null, language: null, parts: [{ type: 'text', text: words }] }] as const;

export async function createCampaignScene(
  open: OpenTestDatabase,
  options: SceneOptions = {},
): Promise<CampaignScene> {
  const scene = await createConsentScene(open, options);
  const { core, workspace } = scene;
  const { owner } = workspace;
  const news = await scene.topic('Spring news');
  const move = async () => {
    while (await moveOneCampaign(core));
  };
  const found = async (id: CampaignId) => {
    const campaign = await findCampaign(core.db, owner.workspaceId, id);
    if (campaign === null) throw new Error('No such campaign.');
    return campaign;
  };
  return {
    ...scene,
    news,
    move,
    campaign: found,
    async subscriber(name, about = {}) {
      const identity = await scene.customer(name);
      if (Object.keys(about).length > 0) {
        await core.db.orm.update(contacts).set(about).where(eq(contacts.id, identity.contactId));
      }
      await scene.agree(identity, news);
      return identity;
    },
    async draft(terms = {}) {
      const outcome = await createCampaign(core, owner, {
        name: 'Issue 1',
        purpose: 'NEWSLETTER',
        topicId: news.id,
        audience: { kind: 'TOPIC' },
        channels: null,
        content: text('Tulips are here.'),
        declaredGoods: [],
        isSilent: false,
        schedule: null,
        quietHours: null,
        pacePerSecond: null,
        budget: null,
        ...terms,
      });
      if (outcome.kind !== 'done') throw new Error(`Not written: ${outcome.message}`);
      return outcome.campaign;
    },
    start: ({ id }) => startCampaign(core, owner, { campaignId: id }),
    async preview({ id }) {
      const outcome = await previewCampaign(core, owner, { campaignId: id });
      if (outcome.kind !== 'preview') throw new Error(`No preview: ${outcome.message}`);
      return outcome;
    },
    async reaches(id, status) {
      await expect
        .poll(async () => {
          await move();
          return (await found(id)).status;
        }, SOON)
        .toBe(status);
    },
    async progress(id) {
      const rows = await readProgress(core.db, id);
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  };
}
