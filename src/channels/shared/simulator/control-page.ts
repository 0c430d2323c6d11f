import type { ControlRoute } from './control-route.ts';

/** The page that a person sees at a simulator's address: everything that can be done, ready to copy. */
export function controlPage(title: string, base: string, routes: readonly ControlRoute[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  h2 { font: 600 1rem ui-monospace, monospace; margin: 2.5rem 0 0; }
  h2 b { color: #0a6; }
  pre { background: #8882; padding: .75rem 1rem; border-radius: .4rem; overflow-x: auto; }
  p { margin: .25rem 0; }
</style>
<h1>${escaped(title)}</h1>
<p>A stand-in for the real platform, for tests and demonstrations. This page lists its controls; the same list as JSON:
<code>curl "$SIMULATOR${base}"</code>.</p>
${routes.map((route) => section(base, route)).join('\n')}
</html>
`;
}

function section(base: string, route: ControlRoute): string {
  return `<h2><b>${route.method}</b> ${escaped(base + route.path)}</h2>
<p>${escaped(route.summary)}</p>
<details><summary>Input</summary><pre>${escaped(JSON.stringify(route.schema, null, 2))}</pre></details>
${route.example === null ? '' : `<pre>${escaped(curl(base, route))}</pre>`}`;
}

function curl(base: string, { method, path, example }: ControlRoute): string {
  return `curl -X ${method} "$SIMULATOR${base}${path}" -H 'content-type: application/json' \\
  -d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
