// Ours as it is measured: the collaboration process alone, with its defaults, on the database it is told. Prints its port, then
// lives until a signal; SIGTERM stops in order.
import { startCollab } from '@/tests/support/collab'

const server = await startCollab(process.env.DATABASE_URL!, {}, Number(process.env.PORT ?? 0))
process.stdout.write(`${server.port}\n`)
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
