import { type DocumentNode, Kind, type SelectionSetNode, visit } from 'graphql';
import { fragmentsOf } from './fragments.ts';

export interface DocumentSize {
  /** Fields within fields, of the deepest operation; introspection does not count. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

/** Measures a document that was parsed and not yet validated: fragments may be missing or run in circles. */
export function measureDocument(document: DocumentNode): DocumentSize {
  let aliases = 0;
  let directives = 0;
  visit(document, {
    Field: ({ alias }) => {
      if (alias !== undefined) aliases += 1;
    },
    Directive: () => {
      directives += 1;
    },
  });
  return { aliases, directives, depth: depthOf(document) };
}

function depthOf(document: DocumentNode): number {
  const fragments = fragmentsOf(document);
  /** Each fragment is measured once, however often it is spread; while it is being measured it counts as 0. */
  const known = new Map<string, number>();

  const within = ({ selections }: SelectionSetNode): number => {
    let deepest = 0;
    for (const selection of selections) deepest = Math.max(deepest, depth(selection));
    return deepest;
  };
  const depth = (selection: SelectionSetNode['selections'][number]): number => {
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.name.value.startsWith('__')) return 0;
        return 1 + (selection.selectionSet === undefined ? 0 : within(selection.selectionSet));
      case Kind.INLINE_FRAGMENT:
        return within(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (fragment === undefined) return 0;
        if (!known.has(name)) {
          known.set(name, 0);
          known.set(name, within(fragment.selectionSet));
        }
        return known.get(name) ?? 0;
      }
    }
  };

  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return Math.max(
    0,
    ...operations.map((operation) => ('selectionSet' in operation ? within(operation.selectionSet) : 0)),
  );
}
