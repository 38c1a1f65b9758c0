import createNextIntlPlugin from 'next-intl/plugin'

const withIntl = createNextIntlPlugin('./app/i18n.ts')

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are a step of `npm test`; a newcomer's first start need not repeat it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'pino', 'pg-boss', 'yjs'],
  experimental: {
    // A file of minutes to be checked (server/signing/verify-file.ts) with what a form puts around it.
    serverActions: { bodySizeLimit: '9mb' },
  },
  // In the browser LiveKit's client comes once, with the first script of the room's page (components/rooms/early-line).
  turbopack: {
    resolveAlias: {
      'livekit-client': { browser: './components/rooms/early-line/livekit-client.ts' },
      'livekit-client/itself': './node_modules/livekit-client/dist/livekit-client.esm.mjs',
    },
  },
  // Phones on the LAN use the development server too.
  allowedDevOrigins: ['*'],
}

export default withIntl(config)
