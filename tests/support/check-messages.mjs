// Reads every messages/<locale>/<namespace>.json and says what is wrong with it: keys, ICU arguments, script, language.
// `node tests/support/check-messages.mjs` prints counts and exits 1 on a finding; `--write` also writes messages/types.d.ts,
// which makes the zh-Hans files the type of every message.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, TYPE } from '@formatjs/icu-messageformat-parser'
import * as OpenCC from 'opencc-js'
import { hansOnly, hantOnly } from './han-scripts.mjs'

export const locales = ['zh-Hans', 'zh-Hant', 'en']

/** Words that stand in English text in their own script, because they are names. */
const hanInEnglish = [
  '聯席',
  '教聯體',
  '紀要',
  '聯席會議',
  '督辦台賬',
  '席卡',
  '简体中文',
  '繁體中文',
  '政',
  '部',
  '校',
  '家',
  '社',
]

/** Names that are the same in every language. */
const sameEverywhere =
  /\b(LiveKit|PostgreSQL|Postgres|PDF|DOCX|CSV|XLSX|HTML|Markdown|JSON|HTTPS|HTTP|QR|URL|API|CLI|ICS|MB|kB|GB|English|WeChat|Lianxi|CPU|IP|ID|SMTP|Redis)\b/g

/** Characters that OpenCC would write otherwise in Taiwan, and that our county offices write as they stand. */
const bothRight = new Map(
  Object.entries({
    台: '臺檯',
    賬: '帳',
    占: '佔',
    游: '遊',
    伙: '夥',
    凶: '兇',
    周: '週',
    注: '註',
    污: '汙',
    回: '迴',
    表: '錶',
    覆: '復複',
  }),
)

const american =
  /\b(colou?rized|color|colors|organiz\w+|authoriz\w+|recogniz\w+|center|centers|canceled|canceling|favorite|behavior|enroll|summariz\w+|finaliz\w+)\b/i
const han = /\p{Script=Han}/u

const toHans = OpenCC.Converter({ from: 'tw', to: 'cn' })
const toHant = OpenCC.Converter({ from: 'cn', to: 'tw' })

function flatten(value, prefix = '', out = new Map()) {
  for (const [key, inner] of Object.entries(value)) {
    const at = prefix ? `${prefix}.${key}` : key
    if (typeof inner === 'string') out.set(at, inner)
    else if (inner && typeof inner === 'object' && !Array.isArray(inner)) flatten(inner, at, out)
    else out.set(at, inner)
  }
  return out
}

/** Arguments and tags of a message with what they are; for a select also its cases, since code passes those. */
function argumentsOf(elements, found = new Map()) {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue
    const kind = {
      [TYPE.argument]: 'value',
      [TYPE.number]: 'value',
      [TYPE.plural]: 'value',
      [TYPE.date]: 'date',
      [TYPE.time]: 'date',
      [TYPE.tag]: 'tag',
    }[element.type]
    const cases = element.type === TYPE.select ? `select(${Object.keys(element.options).sort().join(',')})` : kind
    found.set(element.type === TYPE.tag ? `<${element.value}>` : element.value, cases)
    if (element.options) for (const option of Object.values(element.options)) argumentsOf(option.value, found)
    if (element.children) argumentsOf(element.children, found)
  }
  return found
}

/** What a person reads of a message: its literals, without the names of arguments. */
function wordsOf(elements) {
  return elements
    .map((element) => {
      if (element.type === TYPE.literal) return element.value
      if (element.type === TYPE.tag) return wordsOf(element.children)
      return element.options
        ? Object.values(element.options)
            .map((option) => wordsOf(option.value))
            .join(' ')
        : ' '
    })
    .join('')
}

/** @param {string} words */
export function hantProblems(words) {
  const found = [...new Set([...words].filter((each) => hansOnly.has(each)))].map((each) => `simplified-only ${each}`)
  const round = [...toHant(toHans(words))]
  const own = [...words]
  if (found.length === 0 && round.length === own.length) {
    own.forEach((each, at) => {
      if (each !== round[at] && han.test(each) && !bothRight.get(each)?.includes(round[at]) && hansAmbiguous(each))
        found.push(`${each} where ${round[at]} is meant (${own.slice(Math.max(0, at - 2), at + 3).join('')})`)
    })
  }
  if (/[“”]/.test(words)) found.push('quotation marks “” instead of 「」')
  return found
}

/** Could be the simplified form of another character: 后, 里, 干 … Others OpenCC changes only by regional taste. */
const hansAmbiguous = (each) => toHans(each) === each

/** @param {string} words */
export function hansProblems(words) {
  const found = [...new Set([...words].filter((each) => hantOnly.has(each)))].map((each) => `traditional-only ${each}`)
  if (/[「」]/.test(words)) found.push('quotation marks 「」 instead of “”')
  return found
}

/** @param {string} words */
export function enProblems(words) {
  const left = hanInEnglish.reduce((text, term) => text.replaceAll(term, ''), words)
  const found = [...new Set([...left].filter((each) => han.test(each)))].map((each) => `Chinese ${each}`)
  if (/[，。、；：？！（）]/.test(left)) found.push('Chinese punctuation')
  const spelt = american.exec(left)
  if (spelt) found.push(`American spelling "${spelt[0]}"`)
  return found
}

/**
 * @param {Record<string, Record<string, object>>} tree locale → namespace → content
 * @param {readonly string[]} errorCodes every code that needs a title, a sentence and a next step
 */
export function checkMessages(tree, errorCodes = []) {
  /** @type {string[]} */
  const findings = []
  const namespaces = [...new Set(locales.flatMap((locale) => Object.keys(tree[locale] ?? {})))].sort()
  const counts = Object.fromEntries(locales.map((locale) => [locale, 0]))
  for (const namespace of namespaces) {
    const flat = Object.fromEntries(locales.map((locale) => [locale, flatten(tree[locale]?.[namespace] ?? {})]))
    const keys = new Set(locales.flatMap((locale) => [...flat[locale].keys()]))
    for (const key of [...keys].sort()) {
      const at = `${namespace}.${key}`
      if (/\./.test(namespace)) findings.push(`${at}: a namespace may not hold a dot`)
      const parsed = {}
      for (const locale of locales) {
        const text = flat[locale].get(key)
        if (text === undefined) findings.push(`${locale} ${at}: missing`)
        else if (typeof text !== 'string' || text.trim() === '') findings.push(`${locale} ${at}: empty or not a text`)
        else {
          counts[locale] += 1
          try {
            parsed[locale] = parse(text, { requiresOtherClause: true })
          } catch (error) {
            findings.push(`${locale} ${at}: not ICU: ${error.message}`)
            continue
          }
          const words = wordsOf(parsed[locale])
          const problems = { 'zh-Hans': hansProblems, 'zh-Hant': hantProblems, en: enProblems }[locale](words)
          for (const problem of problems) findings.push(`${locale} ${at}: ${problem}: ${text}`)
        }
      }
      const shape = (locale) => JSON.stringify([...argumentsOf(parsed[locale])].sort())
      for (const locale of ['zh-Hant', 'en']) {
        if (parsed[locale] && parsed['zh-Hans'] && shape(locale) !== shape('zh-Hans'))
          findings.push(`${locale} ${at}: arguments ${shape(locale)} differ from zh-Hans ${shape('zh-Hans')}`)
      }
      for (const locale of ['zh-Hans', 'zh-Hant']) {
        if (!parsed[locale] || flat[locale].get(key) !== flat.en.get(key)) continue
        if (/\p{L}/u.test(wordsOf(parsed[locale]).replace(sameEverywhere, '')))
          findings.push(`${locale} ${at}: same as English: ${flat.en.get(key)}`)
      }
    }
  }
  for (const code of errorCodes) {
    for (const part of ['title', 'text', 'next']) {
      if (typeof tree['zh-Hans']?.errors?.[code]?.[part] !== 'string')
        findings.push(`zh-Hans errors.${code}.${part}: missing for a code of server/errors.ts`)
    }
  }
  return { findings, counts, namespaces }
}

export function readTree(folder) {
  return Object.fromEntries(
    locales.map((locale) => [
      locale,
      Object.fromEntries(
        readdirSync(path.join(folder, locale))
          .filter((file) => file.endsWith('.json'))
          .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(path.join(folder, locale, file), 'utf8'))]),
      ),
    ]),
  )
}

export function readErrorCodes(file) {
  return [...readFileSync(file, 'utf8').matchAll(/^ {2}(\w+): \{ http/gm)].map((match) => match[1])
}

function typesOf(namespaces) {
  const name = (namespace) => namespace.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
  return [
    '// Written by tests/support/check-messages.mjs --write. The zh-Hans files are the type of every message.',
    ...namespaces.map((each) => `import type ${name(each)} from './zh-Hans/${each}.json'`),
    '',
    'export type Messages = {',
    ...namespaces.map((each) => `  ${name(each) === each ? each : `'${each}'`}: typeof ${name(each)}`),
    '}',
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
  const folder = path.join(root, 'messages')
  const codes = readErrorCodes(path.join(root, 'server/errors.ts'))
  const { findings, counts, namespaces } = checkMessages(readTree(folder), codes)
  const typesFile = path.join(folder, 'types.d.ts')
  if (process.argv.includes('--write')) writeFileSync(typesFile, typesOf(namespaces))
  let known = ''
  try {
    known = readFileSync(typesFile, 'utf8')
  } catch {
    // Not written yet: found below.
  }
  if (known !== typesOf(namespaces))
    findings.push('messages/types.d.ts is out of date: node tests/support/check-messages.mjs --write')
  if (codes.length < 10) findings.push('server/errors.ts: its table could not be read')
  for (const finding of findings) console.error(finding)
  console.log(
    `messages: ${namespaces.length} namespaces; ${locales.map((each) => `${each} ${counts[each]}`).join(', ')}; ${codes.length} error codes; ${findings.length} findings`,
  )
  process.exit(findings.length ? 1 : 0)
}
