// The one OpenID Connect provider, by openid-client: where to send somebody, and what their return proves. Authorization
// code with PKCE (S256), state and nonce; issuer, signature, audience and times are checked by the library. No token is kept.
import * as oidc from 'openid-client'
import { runtime } from '@/server/env'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import type { Identity } from './model'

const timeoutS = 8
/** Keys and addresses of a provider change rarely; keys that are not known are asked for again by the library. */
const keepMs = 60 * 60_000

let found: { issuer: string; clientId: string; until: number; configuration: oidc.Configuration } | undefined

/** @throws unavailable where none is configured, provider_unavailable where it does not answer as one */
async function discover(at: Date): Promise<oidc.Configuration> {
  const settings = runtime().oidc
  if (!settings) throw new AppError('unavailable')
  const { issuer, clientId, clientSecret } = settings
  if (found?.issuer === issuer && found.clientId === clientId && found.until > at.getTime()) return found.configuration
  const options = {
    timeout: timeoutS,
    // server/env.ts lets plain http through for this machine alone.
    execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
  }
  const configuration = await oidc
    .discovery(new URL(issuer), clientId, { client_secret: clientSecret }, authentication(clientSecret), options)
    .catch((error: unknown) => {
      log.warn({ error: String(error) }, 'the sign-in provider does not answer')
      throw new AppError('provider_unavailable', {}, { cause: error })
    })
  found = { issuer, clientId, until: at.getTime() + keepMs, configuration }
  return configuration
}

/** The way the provider says it takes a client's secret: in the header unless it only takes it in the form. */
function authentication(secret: string): oidc.ClientAuth {
  const [inHeader, inForm] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)]
  return (server, client, body, headers) => {
    const offered = server.token_endpoint_auth_methods_supported
    const way = !offered || offered.includes('client_secret_basic') ? inHeader : inForm
    way(server, client, body, headers)
  }
}

export type Checks = { state: string; nonce: string; verifier: string }

export const makeChecks = (): Checks => ({
  state: oidc.randomState(),
  nonce: oidc.randomNonce(),
  verifier: oidc.randomPKCECodeVerifier(),
})

/** @param isFresh the provider is to ask for the password again, even where a session of its own is open */
export async function authorizationUrl(
  checks: Checks,
  redirectUri: string,
  isFresh: boolean,
  at: Date,
): Promise<string> {
  const configuration = await discover(at)
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: 'S256',
    ...(isFresh && { prompt: 'login' }),
  }).href
}

/**
 * @param returned the address the browser came back to, with what the provider wrote into it
 * @throws provider_refused (the person or the provider said no), provider_unavailable, identity_invalid
 */
export async function redeem(returned: URL, checks: Checks, at: Date): Promise<Identity> {
  const configuration = await discover(at)
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, returned, {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    const asked = claims.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
    const { email, email_verified } = asked
      ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : claims
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: typeof email === 'string' ? email : null,
      isEmailVerified: email_verified === true,
    }
  } catch (error) {
    throw told(error)
  }
}

function told(error: unknown): AppError {
  const { name, message, cause } = error as Error
  log.warn({ error: `${name}: ${message}`, cause: String(cause ?? '') }, 'a sign-in by the provider was refused')
  if (error instanceof oidc.AuthorizationResponseError) return new AppError('provider_refused', {}, { cause: error })
  const isAway = error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')
  return new AppError(isAway ? 'provider_unavailable' : 'identity_invalid', {}, { cause: error })
}
