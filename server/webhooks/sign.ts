// Signatures by Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, time and body.
import { createHmac, randomBytes } from 'node:crypto'

/** whsec_ and 32 random bytes as base64. */
export const makeWebhookSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/** @returns the three headers of one try */
export function signatureHeaders(secret: string, id: string, body: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }
}
