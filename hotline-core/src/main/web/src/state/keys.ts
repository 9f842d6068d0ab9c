// Security keys (WebAuthn): the service's JSON to what the browser wants, and back.

type Fields = Record<string, unknown>;

/** A browser offers keys on a page with a host name only, under https or on localhost. */
export const keysPossible = (): boolean =>
  globalThis.isSecureContext && 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(location.hostname);

const toBytes = (text: string): ArrayBuffer =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0)).buffer;
const toText = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const listed = (list: unknown): unknown =>
  (Array.isArray(list) ? list as Fields[] : []).map((one) => ({ ...one, id: toBytes(String(one['id'])) }));

/** Asks for a new key; the answer goes to the service as it is. */
export async function createKey(question: unknown): Promise<unknown> {
  const asked = question as Fields;
  const user = asked['user'] as Fields;
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: toBytes(String(asked['challenge'])),
      user: { ...user, id: toBytes(String(user['id'])) },
      excludeCredentials: listed(asked['excludeCredentials']),
    } as unknown as PublicKeyCredentialCreationOptions,
  }) as PublicKeyCredential | null;
  if (!made) throw new Error('no answer');
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    response: { attestationObject: toText(response.attestationObject), clientDataJSON: toText(response.clientDataJSON) },
  };
}

/** Lets a known key answer. */
export async function askKey(question: unknown): Promise<unknown> {
  const asked = question as Fields;
  const found = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: toBytes(String(asked['challenge'])),
      allowCredentials: listed(asked['allowCredentials']),
    } as unknown as PublicKeyCredentialRequestOptions,
  }) as PublicKeyCredential | null;
  if (!found) throw new Error('no answer');
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    id: found.id,
    rawId: toText(found.rawId),
    type: found.type,
    response: {
      authenticatorData: toText(response.authenticatorData),
      clientDataJSON: toText(response.clientDataJSON),
      signature: toText(response.signature),
      ...(response.userHandle ? { userHandle: toText(response.userHandle) } : {}),
    },
  };
}
