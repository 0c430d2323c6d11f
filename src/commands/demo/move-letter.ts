import pc from 'picocolors';
import { existing, type MovePlan } from './move-plan.ts';
import type { Stage } from './stage.ts';

/** What every subscriber of the topic is to read. */
export const LETTER = 'Lamp letter, first issue: how light came into kitchens.';

interface Preview {
  readonly message?: string;
  readonly recipientCount?: number;
  readonly reachableCount?: number;
  readonly refusals?: readonly {
    readonly channel: string;
    readonly count: number;
    readonly decision: {
      readonly rule: string;
      readonly effectiveFrom: string;
      readonly reason: string;
      readonly remedies: readonly { readonly description: string }[];
    };
  }[];
}

/** A newsletter as a draft. Returns the campaign's id. */
export async function draftLetter({ ask }: Stage, { topicId }: MovePlan, name: string): Promise<string> {
  const { createCampaign } = await ask<{ createCampaign: { campaign?: { id: string }; message?: string } }>(
    `mutation ($input: CreateCampaignInput!) {
      createCampaign(input: $input) { ... on CampaignSuccess { campaign { id } } ... on UserError { message } }
    }`,
    { input: { name, topicId, content: [{ parts: [{ text: { text: LETTER } }] }] } },
  );
  return existing(createCampaign.campaign, createCampaign.message ?? 'campaign').id;
}

/** Tells whom it would reach, and why not the others. */
export async function previewLetter({ ask, narrator }: Stage, campaignId: string): Promise<void> {
  const { previewCampaign: preview } = await ask<{ previewCampaign: Preview }>(
    `query ($input: CampaignInput!) {
      previewCampaign(input: $input) {
        ... on CampaignPreview {
          recipientCount reachableCount
          refusals { channel count decision { rule effectiveFrom reason remedies { description } } }
        }
        ... on UserError { message }
      }
    }`,
    { input: { campaignId } },
  );
  const { refusals = [], recipientCount } = preview;
  narrator.line('gateway', `previewCampaign: ${preview.reachableCount} of ${recipientCount} would get it`);
  for (const { channel, count, decision } of refusals) {
    narrator.say(`  ${pc.red('✗')} ${channel}, ${count}: ${pc.red('refused')}: ${decision.reason}`);
    narrator.say(pc.dim(`      rule ${decision.rule}, in force since ${decision.effectiveFrom}`));
    for (const { description } of decision.remedies) narrator.say(`      what would help: ${description}`);
  }
}

export async function startLetter({ ask }: Stage, campaignId: string): Promise<void> {
  const { startCampaign } = await ask<{ startCampaign: { campaign?: { id: string }; message?: string } }>(
    `mutation ($input: CampaignInput!) {
      startCampaign(input: $input) { ... on CampaignSuccess { campaign { id } } ... on UserError { message } }
    }`,
    { input: { campaignId } },
  );
  existing(startCampaign.campaign, startCampaign.message ?? 'campaign');
}
