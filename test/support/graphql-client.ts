/** A client as small as `curl`: one POST, data back, top-level errors thrown. */
export async function query<Data>(
  baseUrl: string,
  token: string,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const response = await fetch(`${baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const body = (await response.json()) as { data?: Data; errors?: readonly { message: string }[] };
  if (body.errors !== undefined || body.data === undefined || body.data === null) {
    throw new Error(`${response.status}: ${JSON.stringify(body.errors)}`);
  }
  return body.data;
}
