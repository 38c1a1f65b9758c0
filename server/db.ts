// The process-wide connection for pages, the door and the live process. The command line and tests open their own with
// connect(url). Kept on globalThis because Next's bundle and the server's each load this file once (ARCHITECTURE.md).
import { connect, type Connection } from '@/db/client'
import { runtime } from '@/server/env'

const store = globalThis as { lianxiConnection?: Connection }

export function connection(): Connection {
  return (store.lianxiConnection ??= connect(runtime().databaseUrl))
}

export const db = () => connection().db
