// npx drizzle-kit generate --config db/drizzle.config.ts (from the project root)
import { defineConfig } from 'drizzle-kit'

export default defineConfig({ dialect: 'postgresql', schema: './db/schema/*.ts', out: './db/migrations' })
