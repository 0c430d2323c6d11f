/**
 * Something that only whoever runs this instance can mend. The message is one sentence for them: what is wrong,
 * with which value (never a secret), and what to do. A stack would say nothing more, so none is shown.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}
