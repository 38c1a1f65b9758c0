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
  // Phones on the LAN use the development server too.
  allowedDevOrigins: ['*'],
}

export default withIntl(config)
