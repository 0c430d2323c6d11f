import type { ChannelDefinition } from '../../../core/channel/index.ts';
import { type Check, must } from '../check.ts';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/u;

/** The page of facts: consistent in itself and with the functions beside it. */
export const factChecks: readonly Check[] = [
  {
    name: 'names itself so that it can stand in addresses and rows',
    run({ definition: { name, displayName, defaultApiBaseUrl } }) {
      must(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(name), `name is lower-case kebab, not "${name}".`);
      must(displayName.trim() !== '', 'displayName is empty.');
      const isAddress = URL.canParse(defaultApiBaseUrl) && defaultApiBaseUrl.startsWith('https://');
      must(isAddress, `defaultApiBaseUrl is an https address, not "${defaultApiBaseUrl}".`);
      must(!defaultApiBaseUrl.endsWith('/'), 'defaultApiBaseUrl ends in a slash.');
    },
  },
  {
    name: 'can receive: by webhook or by polling',
    run({ definition: { webhook, polling } }) {
      must(webhook !== undefined || polling !== undefined, 'It has neither webhook nor polling.');
    },
  },
  {
    name: 'declares limits that can be obeyed',
    run({ definition: { capabilities } }) {
      const { text, caption, choice, cards, maxAlbumSize, media, rateLimits, messagingWindowMs } =
        capabilities;
      const counts = {
        'text.maxLength': text.maxLength,
        maxAlbumSize,
        ...(caption !== null && { 'caption.maxLength': caption.maxLength }),
        ...(cards !== null && { 'cards.max': cards.max }),
        ...(choice !== null && {
          'choice.maxOptions': choice.maxOptions,
          'choice.maxTitleLength': choice.maxTitleLength,
          'choice.maxPayloadBytes': choice.maxPayloadBytes,
        }),
        ...(messagingWindowMs !== null && { messagingWindowMs }),
      };
      for (const [name, count] of Object.entries(counts)) {
        must(Number.isInteger(count) && count > 0, `${name} is a whole number above 0, not ${count}.`);
      }
      for (const [kind, limits] of Object.entries(media)) {
        const takesAny = limits.maxUploadBytes > 0 || (limits.maxUrlBytes ?? 0) > 0;
        must(takesAny && limits.mimeTypes.length > 0, `media.${kind} takes nothing; leave it out instead.`);
      }
      for (const limit of rateLimits) {
        const isPositive = limit.messages > 0 && limit.perMs > 0 && limit.burst >= 0;
        must(isPositive, `The rate limit of the ${limit.scope} is not above 0.`);
        must(
          ISO_DATE.test(limit.effectiveFrom) && limit.source !== '',
          `The rate limit of the ${limit.scope} has no date or no source.`,
        );
      }
    },
  },
  {
    name: 'declares what its functions can do, and nothing else',
    run({ definition }) {
      for (const [what, isDeclared, isThere] of declarations(definition)) {
        must(
          isDeclared === isThere,
          isDeclared
            ? `The capabilities declare ${what}, but nothing does it.`
            : `There is ${what}, but the capabilities do not declare it.`,
        );
      }
    },
  },
  {
    name: 'has dated rules with a source',
    run({ definition: { name, policyEditions } }) {
      must(
        policyEditions.length > 0,
        'It has no policy edition; one without rules means that all is allowed.',
      );
      for (const edition of policyEditions) {
        must(edition.channel === name, `Edition ${edition.name} belongs to "${edition.channel}".`);
        must(ISO_DATE.test(edition.effectiveFrom), `Edition ${edition.name} has no ISO date.`);
        must(edition.source !== '', `Edition ${edition.name} has no source.`);
      }
    },
  },
  {
    name: 'names each credential and each setting once',
    run({ definition: { credentialFields, settingFields } }) {
      for (const fields of [credentialFields, settingFields]) {
        const names = fields.map(({ name }) => name);
        must(new Set(names).size === names.length, `A name stands twice: ${names.join(', ')}.`);
        for (const { name, description } of fields) {
          must(/^[a-z][A-Za-z0-9]*$/u.test(name), `"${name}" is not camelCase.`);
          must(description !== '', `"${name}" is not described.`);
        }
      }
    },
  },
  {
    name: 'takes credentials in the right shape and no others',
    run({ definition, fixtures: { credentials } }) {
      const problems = definition.checkCredentials(credentials);
      must(problems.length === 0, `It refuses the fixtures' credentials: ${JSON.stringify(problems)}`);
      const required = definition.credentialFields.filter(({ isRequired }) => isRequired);
      for (const { name } of required) {
        const { [name]: _left, ...others } = credentials;
        const found = definition.checkCredentials(others);
        must(
          found.some(({ field }) => field === name),
          `It does not miss "${name}", which it declares as required.`,
        );
      }
    },
  },
];

function declarations(
  definition: ChannelDefinition,
): readonly (readonly [what: string, isDeclared: boolean, isThere: boolean])[] {
  const { capabilities } = definition;
  const { outbound } = capabilities.parts;
  return [
    ['editing', capabilities.edits.outbound !== null, definition.edit !== undefined],
    ['deleting', capabilities.deletes.outbound !== null, definition.delete !== undefined],
    ['reacting', capabilities.reactions.outbound !== null, definition.react !== undefined],
    ['typing', capabilities.typing.outbound !== null, definition.startTyping !== undefined],
    ['read marks', capabilities.readMarks.outbound, definition.markRead !== undefined],
    ['templates', outbound.includes('template'), definition.templates !== undefined],
    ['media', outbound.includes('media'), Object.keys(capabilities.media).length > 0],
    ['choices', outbound.includes('choice'), capabilities.choice !== null],
    ['cards', outbound.includes('card'), capabilities.cards !== null],
  ];
}
