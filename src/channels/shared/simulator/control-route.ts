import { z } from 'zod';

export type ControlAnswer =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mimeType: string }
  | { readonly kind: 'not-found'; readonly message: string }
  /** The request is well formed, and what it asks for can not be in this simulated world. */
  | { readonly kind: 'impossible'; readonly message: string }
  | { readonly kind: 'invalid'; readonly problems: readonly ControlProblem[] };

export interface ControlProblem {
  /** Where in the input, such as `steps.2.tap`. */
  readonly path: string;
  readonly message: string;
}

/** One thing that can be asked of a simulator by those who test with it. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `:name` stands for one segment, which becomes the field `name` of the input. */
  readonly path: string;
  readonly summary: string;
  /** JSON Schema of the input: path, query and body taken together. */
  readonly schema: unknown;
  readonly example: Readonly<Record<string, unknown>> | null;
  handle(input: Readonly<Record<string, unknown>>): Promise<ControlAnswer>;
}

/**
 * Declares a route. Its input is checked before `run` sees it, and its schema is what the documentation shows.
 *
 * @param route.example  A body that works as it stands.
 * @param route.shows    What the documentation shows in place of `input`, where `run` checks a part itself.
 */
export function controlRoute<Schema extends z.ZodType>(route: {
  readonly method: ControlRoute['method'];
  readonly path: string;
  readonly summary: string;
  readonly input: Schema;
  readonly example?: Readonly<Record<string, unknown>>;
  readonly shows?: z.ZodType;
  run(input: z.output<Schema>): ControlAnswer | Promise<ControlAnswer>;
}): ControlRoute {
  return {
    method: route.method,
    path: route.path,
    summary: route.summary,
    schema: z.toJSONSchema(route.shows ?? route.input, { io: 'input', unrepresentable: 'any' }),
    example: route.example ?? null,
    async handle(input) {
      const checked = route.input.safeParse(input);
      if (checked.success) return route.run(checked.data);
      return { kind: 'invalid', problems: problemsIn(checked.error) };
    },
  };
}

export const done = (value: unknown): ControlAnswer => ({ kind: 'done', value });

export function problemsIn(error: z.ZodError): ControlProblem[] {
  return error.issues.flatMap(problemsOf);
}

/** Of a union's branches only the one that came furthest says something useful. */
function problemsOf(issue: z.core.$ZodIssue): ControlProblem[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
    return [{ path: issue.path.join('.'), message: issue.message }];
  }
  const branches = issue.errors.map((issues) => issues.flatMap(problemsOf));
  const closest = branches.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return closest.map(({ path, message }) => ({
    path: [...issue.path, path].filter(String).join('.'),
    message,
  }));
}
