// Bots in a process of their own, so that they can die as a machine does. node bot-process.mjs <url> <token>…
import { Room } from '@livekit/rtc-node'

const [url, ...tokens] = process.argv.slice(2)
await Promise.all(tokens.map((token) => new Room().connect(url, token, { autoSubscribe: false, dynacast: false })))
process.stdout.write('joined\n')
setInterval(() => {}, 1000)
