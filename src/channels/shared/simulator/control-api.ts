import { controlPage } from './control-page.ts';
import type { ControlAnswer, ControlRoute } from './control-route.ts';
import type { SimulatorReply, SimulatorRequest } from './http-server.ts';

/** A file of 50 MB in base64, and some. */
const MAX_BODY_BYTES = 96 * 1024 * 1024;

/** The HTTP side of a simulator's controls: JSON in, JSON out, and a page for people. */
export interface ControlApi {
  /** What the controls live under, such as `/control`. */
  readonly base: string;
  handle(request: SimulatorRequest): Promise<SimulatorReply>;
}

/** @param title  The name of what is played, for the page. */
export function createControlApi(title: string, base: string, routes: readonly ControlRoute[]): ControlApi {
  return {
    base,
    async handle(request) {
      const path = request.path.slice(base.length) || '/';
      if (path === '/') return describe(request);

      const matching = routes.flatMap((route) => {
        const fields = matchPath(route.path, path);
        return fields === null ? [] : [{ route, fields }];
      });
      const match = matching.find(({ route }) => route.method === request.method);
      if (match !== undefined) return call(match.route, match.fields, request);
      if (matching.length === 0) return refusal(404, `There is nothing at ${request.path}.`);
      const allowed = matching.map(({ route }) => route.method).join(', ');
      return refusal(405, `${request.path} answers to ${allowed}, not to ${request.method}.`);
    },
  };

  function describe(request: SimulatorRequest): SimulatorReply {
    if (request.headers.accept?.includes('text/html') !== true) {
      return json(
        200,
        routes.map(({ handle: _handle, ...facts }) => facts),
      );
    }
    return {
      kind: 'reply',
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: controlPage(title, base, routes),
    };
  }

  function refusal(status: number, message: string, problems: unknown = undefined): SimulatorReply {
    return json(status, { error: { message, problems, help: `GET ${base} lists all there is.` } });
  }

  async function call(
    route: ControlRoute,
    fields: Readonly<Record<string, string>>,
    request: SimulatorRequest,
  ): Promise<SimulatorReply> {
    const body = await readJsonBody(request);
    if (typeof body === 'string') return refusal(400, body);
    return render(await route.handle({ ...Object.fromEntries(request.query), ...body, ...fields }));
  }

  function render(answer: ControlAnswer): SimulatorReply {
    switch (answer.kind) {
      case 'done':
        return json(200, answer.value);
      case 'file':
        return {
          kind: 'reply',
          status: 200,
          headers: { 'content-type': answer.mimeType },
          body: answer.bytes,
        };
      case 'not-found':
        return refusal(404, answer.message);
      case 'impossible':
        return refusal(409, answer.message);
      case 'invalid':
        return refusal(400, 'The input is not what this expects.', answer.problems);
      default:
        return answer satisfies never;
    }
  }
}

/** The fields that stand in the path, or null when it is another path. */
function matchPath(pattern: string, path: string): Record<string, string> | null {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return null;
  const fields: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':')) fields[segment.slice(1)] = value;
    else if (segment !== value) return null;
  }
  return fields;
}

/** A sentence instead of an object: what is wrong with it. */
async function readJsonBody(request: SimulatorRequest): Promise<Record<string, unknown> | string> {
  const bytes = await request.readBody(MAX_BODY_BYTES);
  if (bytes === null) return `The body is larger than ${MAX_BODY_BYTES} bytes.`;
  if (bytes.byteLength === 0) return {};
  // Nothing else, so that no web page elsewhere can reach these controls without the browser asking first.
  if (request.headers['content-type']?.startsWith('application/json') !== true) {
    return 'Send JSON, with the header "content-type: application/json".';
  }
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
    return 'The body must be a JSON object.';
  } catch (accident) {
    return `The body is no JSON: ${accident instanceof Error ? accident.message : String(accident)}`;
  }
}

function json(status: number, value: unknown): SimulatorReply {
  return {
    kind: 'reply',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: `${JSON.stringify(value, null, 2)}\n`,
  };
}
