// Preloaded into every measured server, ours and the peers alike, so that memory can be read without garbage: SIGUSR2 runs
// a full collection and then writes process.memoryUsage() to the file it is told. While a server serves it does nothing.
import fs from 'node:fs'
import v8 from 'node:v8'
import vm from 'node:vm'

const file = process.env.BENCH_MEMORY_FILE
if (file) {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc')
  process.on('SIGUSR2', () => {
    collect()
    collect()
    fs.writeFileSync(`${file}.half`, JSON.stringify(process.memoryUsage()))
    fs.renameSync(`${file}.half`, file)
  })
}
