/** Calls the public API, as any program would. */
export type Ask = <Data>(document: string, variables?: object) => Promise<Data>;

export interface Access {
  readonly url: string;
  readonly token: string;
  readonly signal: AbortSignal;
}

/** @throws when the API answers with `errors`: an accident, never an outcome. */
export function createAsk(access: Access): Ask {
  return async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const response = await postOperation(access, { query, variables }, 'application/json');
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (data === undefined || errors !== undefined) {
      throw new Error(errors?.map(({ message }) => message).join(' ') ?? 'The API answered nothing.');
    }
    return data;
  };
}

export function postOperation(
  { url, token, signal }: Access,
  operation: { readonly query: string; readonly variables?: object },
  accept: string,
): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept },
    body: JSON.stringify(operation),
    signal,
  });
}
