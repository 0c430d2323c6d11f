import { OperatorError } from '../model/operator-error.ts';

/**
 * The store can not be used as it is configured. The message is one sentence for the operator: what is wrong,
 * with which value, and what to do; never a password. Nothing was written.
 */
export class UnusableStore extends OperatorError {
  override readonly name = 'UnusableStore';
}
