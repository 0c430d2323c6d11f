import type { Core } from '../inbox/core.ts';
import { veiledUrl } from '../inbox/personal-link.ts';
import type { SendMessageCommand } from '../inbox/send-message.ts';
import { factsAsk, weighSending } from '../inbox/weigh-sending.ts';
import type { Weighed } from '../inbox/weighed.ts';
import { NOTHING_DECLARED } from '../model/declaration.ts';
import type { MigrationLinkId } from '../model/ids.ts';
import type { InvitationWay } from '../model/migration.ts';
import type { Part } from '../model/part.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { KnownReader } from '../store/migration-readers.ts';
import { readPolicyFacts } from '../store/policy-facts.ts';
import { inLanguage } from './words.ts';

/** One way to invite a reader, open or not, and why. */
export interface ReaderWay {
  readonly way: InvitationWay;
  readonly isOpen: boolean;
  /** What policy says of a message that would be sent; null: nothing is sent by us. */
  readonly decision: PolicyDecision | null;
  readonly reason: string;
}

/** What an invitation is made of, one way or the other. */
export interface Invitation extends Weighed {
  readonly way: Exclude<InvitationWay, 'POST'>;
  readonly options: SendMessageCommand['options'];
}

const OPTIONS = { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false } as const;

/**
 * The invitations that could be sent to a reader, the gentlest first.
 *
 * @param link          The address as it stands in the text, veiled where the message is stored.
 * @param personalLink  Whose address takes its place on the wire; absent: the text is only weighed.
 */
export function invitationsTo(
  { reader, migration, contact, topic }: KnownReader,
  link: string,
  personalLink?: MigrationLinkId,
): readonly Invitation[] {
  const options = { ...OPTIONS, ...(personalLink !== undefined && { personalLink }) };
  const language = reader.language ?? contact.locale;
  const text = inLanguage(migration.wording.texts, language);
  const worded = text === null ? link : fill(text, contact.name, link);
  const answer: Invitation = {
    way: 'ANSWER',
    author: 'AUTOMATION',
    purpose: 'SERVICE',
    parts: [{ type: 'text', text: worded }],
    options,
  };
  const byLanguage = Object.fromEntries(
    migration.wording.templates.map((template) => [
      template.language.toLowerCase().replace('_', '-'),
      template,
    ]),
  );
  const template = inLanguage(byLanguage, language);
  if (template === null) return [answer];
  const part: Part = {
    type: 'template',
    name: template.name,
    language: template.language,
    variables: Object.fromEntries(
      Object.entries(template.variables).map(([name, value]) => [name, fill(value, contact.name, link)]),
    ),
  };
  return [
    answer,
    {
      way: 'TEMPLATE',
      author: 'CAMPAIGN',
      // What they agreed to: an invitation to read on is part of it.
      purpose: topic.purpose,
      parts: [part],
      options: { ...options, declaration: { ...NOTHING_DECLARED, topicId: migration.topicId } },
    },
  ];
}

/** In one pass, so that a name can not smuggle in another link. */
const fill = (text: string, name: string | null, link: string): string =>
  text.replaceAll(/\{(link|name)\}/gu, (_whole, word) => (word === 'link' ? link : (name ?? ''))).trim();

/**
 * What policy says of every way to each reader: the very question that sending asks, so that what is said to be open
 * is. Print and post are always open, because the business does them elsewhere.
 */
export async function waysTo(
  core: Core,
  readers: readonly KnownReader[],
  at: Date,
): Promise<readonly (readonly ReaderWay[])[]> {
  const offered = readers.map((known) => invitationsTo(known, veiledUrl(core)));
  const asks = readers.flatMap(({ identity }, index) =>
    (offered[index] ?? []).map((invitation) => factsAsk(identity.workspaceId, identity.id, invitation)),
  );
  const facts = await readPolicyFacts(core.db, asks, at, false);
  let place = 0;
  return readers.map(({ account }, index) => {
    const adapter = core.channels.find(account.channel);
    const ways = (offered[index] ?? []).map((invitation): ReaderWay => {
      const rows = facts[place] ?? [];
      place += 1;
      if (adapter === null || rows.length === 0 || account.status === 'DISCONNECTED') {
        return {
          way: invitation.way,
          isOpen: false,
          decision: null,
          reason: 'The account is not connected.',
        };
      }
      const decision = weighSending(adapter, { channels: core.channels, rows, message: invitation, at });
      const isOpen = decision.verdict === 'ALLOW';
      return { way: invitation.way, isOpen, decision, reason: decision.reason };
    });
    return [...ways, POST];
  });
}

const POST: ReaderWay = {
  way: 'POST',
  isOpen: true,
  decision: null,
  reason:
    'Print, mail or post the personal link, its QR code or the keyword: what does not go through the account breaks none of its rules.',
};
