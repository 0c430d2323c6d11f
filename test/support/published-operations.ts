import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { getOperationAST, parse } from 'graphql';

/** An operation that the documentation gives to frontends to start from. */
export interface PublishedOperation {
  /** Of the operation: `InboxQuery`. */
  readonly name: string;
  /** Of the file, without its ending. */
  readonly file: string;
  readonly text: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
}

export const OPERATIONS_DIRECTORY = resolve(import.meta.dirname, '../../docs/operations');

export function publishedOperations(): readonly PublishedOperation[] {
  return readdirSync(OPERATIONS_DIRECTORY)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => {
      const text = readFileSync(resolve(OPERATIONS_DIRECTORY, file), 'utf8');
      const operation = getOperationAST(parse(text));
      if (!operation?.name) throw new Error(`${file} must hold one operation with a name.`);
      return {
        text,
        name: operation.name.value,
        file: basename(file, '.graphql'),
        kind: operation.operation,
      };
    });
}

/** @throws when nothing of this name is published. */
export function publishedOperation(name: string): PublishedOperation {
  const found = publishedOperations().find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`docs/operations has no ${name}.`);
  return found;
}
