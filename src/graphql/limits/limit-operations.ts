import { type DocumentNode, type ExecutionArgs, parse, Source, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { getSchema } from '../schema.ts';
import { checkText } from './check-text.ts';
import { measureCost } from './measure-cost.ts';
import { measureDocument } from './measure-document.ts';
import { LIMITS, tooMuch } from './refuse.ts';

/** A client corrects its document from the first few. */
const MAX_VALIDATION_ERRORS = 5;

/**
 * Measures what is asked for before it costs anything: the text before it is parsed, the document before it is
 * validated, the operation with its variables before it is executed. Results tell what they cost.
 */
export const limitOperations: Plugin = {
  onParse({ setParseFn }) {
    setParseFn((source: string | Source) => parseWithin(source));
  },
  onValidate({ setValidationFn }) {
    setValidationFn((schema, document, rules) =>
      // Names that come close would tell a stranger with a key what it was not shown.
      validate(schema, document, rules, { maxErrors: MAX_VALIDATION_ERRORS, hideSuggestions: true }),
    );
  },
  onExecute({ args, setResultAndStopExecution }) {
    const cost = costOf(args);
    if (cost > LIMITS.cost) return setResultAndStopExecution({ errors: [tooMuch('cost', cost)] });
    Object.assign(args, { hideSuggestions: true });
    return {
      onExecuteDone({ result, setResult }) {
        if (Symbol.asyncIterator in result) return;
        const told = { measured: cost, allowed: LIMITS.cost };
        setResult({ ...result, extensions: { ...result.extensions, cost: told } });
      },
    };
  },
  onSubscribe({ args, setResultAndStopExecution }) {
    const cost = costOf(args);
    if (cost > LIMITS.cost) setResultAndStopExecution({ errors: [tooMuch('cost', cost)] });
  },
};

function parseWithin(given: string | Source): DocumentNode {
  const source = typeof given === 'string' ? new Source(given) : given;
  checkText(source);
  const document = parse(source);
  const size = measureDocument(document);
  for (const limit of ['depth', 'aliases', 'directives'] as const) {
    if (size[limit] > LIMITS[limit]) throw tooMuch(limit, size[limit]);
  }
  return document;
}

function costOf({
  document,
  operationName,
  variableValues,
}: Pick<ExecutionArgs, 'document' | 'operationName' | 'variableValues'>): number {
  return measureCost(getSchema(), { document, operationName, variables: variableValues ?? {} });
}
