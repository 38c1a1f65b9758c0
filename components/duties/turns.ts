// One request after the other, each in its turn. Framework-free.

export class Turns {
  #before: Promise<unknown> = Promise.resolve()
  #refusals = new Map<string, number>()

  /**
   * Sends when all before it are answered. What was asked for on top of a refused one of the same key is not sent: somebody else's
   * change has the very version that the refused one would have left, and it would pass for that.
   * @param key null for what stands on nothing
   */
  take<Code extends string>(key: string | null, send: () => Promise<Code | null>): Promise<Code | 'notSent' | null> {
    const on = this.#refused(key)
    const answer = this.#before.then(async () => {
      if (this.#refused(key) !== on) return 'notSent' as const
      const code = await send()
      if (code !== null && key !== null) this.#refusals.set(key, on + 1)
      return code
    })
    this.#before = answer.catch(() => {})
    return answer
  }

  #refused = (key: string | null) => (key === null ? 0 : (this.#refusals.get(key) ?? 0))
}
