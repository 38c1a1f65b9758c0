// The house as `npm start` has it, on the database of a bench, and questions to its API over lines that stay open. Wants
// `npm run build` first.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { startApp } from '@/tests/support/app'
import { cpuSeconds } from './processes'

export type AskedHouse = {
  /** The whole answer. @throws for any status but 200 */
  get(address: string, token: string): Promise<string>
  /** Processor seconds of its process and all below it. */
  seconds(): number
  stop(): Promise<void>
}

/** @param lines how many questions at once have one of their own */
export async function startHouse(databaseUrl: string, lines: number): Promise<AskedHouse> {
  const app = await startApp({ withDemo: false, withLiveKit: false, env: { DATABASE_URL: databaseUrl } })
  const { pid } = JSON.parse(fs.readFileSync(path.join(app.dataDir, 'runtime.json'), 'utf8')) as { pid: number }
  const agent = new http.Agent({ keepAlive: true, maxSockets: lines })
  return {
    get: (address, token) =>
      new Promise((done, fail) => {
        const headers = { authorization: `Bearer ${token}` }
        const request = http.get(`${app.http}${address}`, { agent, headers }, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => (text += part))
          response.once('error', fail).once('end', () => {
            if (response.statusCode === 200) done(text)
            else fail(new Error(`${address}: ${response.statusCode} ${text}`))
          })
        })
        request.once('error', fail)
      }),
    seconds: () => cpuSeconds(pid),
    stop: async () => {
      agent.destroy()
      await app.stop()
    },
  }
}
