/** The credential in an `Authorization` header; null when there is none of the kind that we take. */
export function readBearer(authorization: string | null | undefined): string | null {
  return /^Bearer (\S+)$/u.exec(authorization ?? '')?.[1] ?? null;
}
