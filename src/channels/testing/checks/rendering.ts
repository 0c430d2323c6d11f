import type { Part, PartType } from '../../../core/model/part.ts';
import { FORMATTING_STYLES, PART_TYPES } from '../../../core/model/part.ts';
import { asJson, type Check, must, mustEqual, type Subject } from '../check.ts';
import { isShownWhole, LENIENT, messageOf, type Rendered, renderOf, STRICT } from '../sample-message.ts';
import { CHOICE_STYLES, choiceOf, formattedText, OPTION_OF, sampleParts } from '../sample-parts.ts';

/** The way out, before anything leaves: what a message becomes, and what is lost. */
export const renderingChecks: readonly Check[] = [
  {
    name: 'renders any message of any kind to requests or to reasons, and the same again',
    run(subject) {
      for (const { name, part } of sampleParts(subject)) {
        for (const options of [LENIENT, STRICT]) {
          const message = deepFrozen(messageOf(subject, [part, part], options));
          const rendering = renderOf(subject, name, message.parts, options);
          mustEqual(
            renderOf(subject, name, message.parts, options),
            rendering,
            `"${name}" is rendered anew:`,
          );
          if (rendering.kind === 'unrenderable') {
            must(rendering.problems.length > 0, `"${name}" can not be rendered, and nothing says why.`);
          } else mustBeWellFormed(name, rendering, message.parts.length);
        }
      }
    },
  },
  {
    name: 'shows every kind of part that it declares, whole',
    run(subject) {
      const shown = shownTypes(subject, STRICT);
      for (const type of subject.definition.capabilities.parts.outbound) {
        must(
          shown.has(type),
          `Parts of type "${type}" are declared, but no sample is rendered without loss.`,
        );
      }
    },
  },
  {
    name: 'says what is lost of every kind of part that it does not declare',
    run(subject) {
      const declared = new Set<PartType>(subject.definition.capabilities.parts.outbound);
      const undeclared = PART_TYPES.filter((type) => !declared.has(type));
      for (const options of [LENIENT, STRICT]) {
        const shown = shownTypes(subject, options);
        for (const type of undeclared) {
          must(!shown.has(type), `Parts of type "${type}" are rendered without loss, but not declared.`);
        }
      }
    },
  },
  {
    name: 'loses nothing when the author wants it whole or not at all',
    run(subject) {
      for (const { name, part } of sampleParts(subject)) {
        const rendering = renderOf(subject, name, [part], STRICT);
        const losses = rendering.kind === 'rendered' ? rendering.losses : [];
        must(losses.length === 0, `REFUSE was asked, but "${name}" loses: ${JSON.stringify(losses)}`);
      }
    },
  },
  {
    name: 'shows the formatting that it declares, and says when it drops another',
    run(subject) {
      const declared: readonly string[] = subject.definition.capabilities.text.formatting;
      for (const style of FORMATTING_STYLES) {
        const isShown = isShownWhole(renderOf(subject, style, [formattedText(style)], STRICT));
        must(
          isShown === declared.includes(style),
          isShown
            ? `"${style}" is not declared, but rendered as if nothing were lost.`
            : `"${style}" is declared, but not rendered whole.`,
        );
      }
    },
  },
  {
    name: 'offers the choices that it declares',
    run(subject) {
      const { choice } = subject.definition.capabilities;
      if (choice === null) return;
      const isShown = (style: (typeof CHOICE_STYLES)[number], action: keyof typeof OPTION_OF) =>
        isShownWhole(
          renderOf(subject, `${style}, ${action}`, [choiceOf(style, [OPTION_OF[action]])], STRICT),
        );
      for (const style of choice.styles) {
        must(
          choice.actions.some((action) => isShown(style, action)),
          `Choice style "${style}" is never whole.`,
        );
      }
      for (const action of choice.actions) {
        must(
          choice.styles.some((style) => isShown(style, action)),
          `Action "${action}" is never whole.`,
        );
      }
      for (const style of CHOICE_STYLES.filter((style) => !choice.styles.includes(style))) {
        must(!isShown(style, 'reply'), `Choice style "${style}" is not declared, but rendered without loss.`);
      }
      const actions = Object.keys(OPTION_OF) as readonly (keyof typeof OPTION_OF)[];
      for (const action of actions.filter((action) => !choice.actions.includes(action))) {
        must(
          !choice.styles.some((style) => isShown(style, action)),
          `Action "${action}" is not declared, but rendered without loss.`,
        );
      }
    },
  },
  {
    name: 'answers a certain message where it declares that, and says so where it can not',
    run(subject) {
      const { messageExternalId, inboundExternalId = messageExternalId } = subject.fixtures.targets;
      const replyTo = { externalId: inboundExternalId, quote: null };
      const rendered = (options: typeof STRICT) =>
        subject.definition.render({
          ...messageOf(subject, [{ type: 'text', text: 'Yes' }], options),
          replyTo,
        });
      const isDeclared = subject.definition.capabilities.replies.outbound;
      must(
        isShownWhole(rendered(LENIENT)) === isDeclared,
        isDeclared
          ? 'Replies are declared, but what is replied to gets lost.'
          : 'Replies are not declared, but rendered as if nothing were lost.',
      );
      must(
        isDeclared || rendered(STRICT).kind === 'unrenderable',
        'REFUSE was asked, but a reply is sent without what it replies to.',
      );
      if (!isDeclared) return;
      const whole = JSON.stringify(rendered(LENIENT));
      const bare = JSON.stringify(renderOf(subject, 'a text', [{ type: 'text', text: 'Yes' }]));
      must(whole !== bare, 'Replies are declared, but a reply is rendered like any other text.');
    },
  },
  {
    name: 'takes files of every kind that it declares',
    run(subject) {
      const { media, parts } = subject.definition.capabilities;
      const samples = sampleParts(subject).filter(({ part }) => part.type === 'media');
      for (const { name, part } of samples) {
        if (part.type !== 'media') continue;
        const isShown = isShownWhole(renderOf(subject, name, [part], STRICT));
        const isDeclared = parts.outbound.includes('media') && media[part.kind] !== undefined;
        must(
          isShown === isDeclared,
          `"${name}" is ${isShown ? 'shown but not declared' : 'declared but lost'}.`,
        );
      }
    },
  },
];

function shownTypes(subject: Subject, options: typeof STRICT): ReadonlySet<PartType> {
  const shown = sampleParts(subject).filter(({ name, part }) =>
    isShownWhole(renderOf(subject, name, [part], options)),
  );
  return new Set(shown.map(({ part }) => part.type));
}

function mustBeWellFormed(name: string, { requests, losses }: Rendered, partCount: number): void {
  must(requests.length > 0, `"${name}" is rendered to no request at all.`);
  for (const { operation, body, partIndexes, cost, files } of requests) {
    must(operation !== '', `A request of "${name}" names no operation.`);
    must(
      Number.isInteger(cost) && cost > 0,
      `A request of "${name}" costs ${cost}, not a whole number above 0.`,
    );
    mustEqual(body, deepDefined(body), `A request of "${name}" holds what JSON can not carry:`);
    must(
      files.every(({ maxBytes, field }) => maxBytes > 0 && field !== ''),
      `A file of "${name}" has no field or no limit.`,
    );
    must(partIndexes.length > 0, `A request of "${name}" carries no part.`);
  }
  const carried = new Set(requests.flatMap(({ partIndexes }) => partIndexes));
  const all = Array.from({ length: partCount }, (_, index) => index);
  mustEqual([...carried].toSorted(), all, `The requests of "${name}" do not carry each part:`);
  must(
    losses.every(({ partIndex, description }) => partIndex < partCount && description !== ''),
    `A loss of "${name}" names no part or says nothing.`,
  );
}

/** What JSON makes of it, or a value that equals nothing when JSON would change it. */
function deepDefined(body: Readonly<Record<string, unknown>>): unknown {
  const json = asJson(body);
  return isSame(body, json) ? json : { changed: JSON.stringify(body) };
}

function isSame(value: unknown, json: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Object.is(value, json);
  if (typeof json !== 'object' || json === null) return false;
  const entries = Object.entries(value);
  const others = new Map(Object.entries(json));
  return entries.length === others.size && entries.every(([name, one]) => isSame(one, others.get(name)));
}

function deepFrozen<Value extends { readonly parts: readonly Part[] }>(value: Value): Value {
  const freeze = (one: unknown): void => {
    if (typeof one !== 'object' || one === null || Object.isFrozen(one)) return;
    Object.freeze(one);
    for (const inner of Object.values(one)) freeze(inner);
  };
  freeze(value);
  return value;
}
