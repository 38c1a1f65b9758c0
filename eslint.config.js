// The walls of the house (docs/MAP.md, "Who may import whom") as lint rules. tests/support/walls.test.ts plants a violation
// of each and expects it to be caught. In flat config the last matching block replaces a rule, so each area below names
// everything it needs; `area` writes every wall twice, for static imports and for import().
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const asSelector = (regex) => `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`

/** A block for some files: what they may not import (regex → why), and which syntax is refused there. */
const area = (files, walls, syntax, ignores = []) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': ['error', { patterns: walls.map(([regex, message]) => ({ regex, message })) }],
    'no-restricted-syntax': [
      'error',
      ...walls.map(([regex, message]) => ({ selector: asSelector(regex), message })),
      ...syntax,
    ],
  },
})

// Walls
const noClimb = ['^\\.\\./', 'Use @/… to leave a folder.']
const noClimbOutOfNoun = ['^\\.\\./\\.\\./', 'Use @/… to leave a noun.']
const noLive = ['^@/server/live(/|$)', 'Live state is reached through server/bus.']
const noUpstairs = ['^@/(app|components|bench)(/|$)', 'Nothing climbs: server, db and bench never import these.']
const noVideo = [
  '^(livekit-client|@livekit/components|socket\\.io-client)',
  'Only components/rooms speaks to the live room.',
]
const noEditor = [
  '^(@tiptap/|yjs$|y-websocket|y-protocols|y-indexeddb|lib0|prosemirror-)',
  'Only components/minutes holds the editor and the document.',
]
const noServerInComponents = [
  '^@/server/(?!(ids|errors)$|(.*/)?(contract|model)$)',
  'Components take plain props; of server/ they know only contracts, models, ids and error codes.',
]
const noAppOrDb = ['^@/(app|db|bench)(/|$)', 'One way down: components never import app, db or bench.']
const noDb = ['^@/(db|bench)(/|$)', 'Pages ask server/, never the database.']
const noRunning = ['^@/server/(embedded|cli)(/|$)', 'What brings the parts up and the command line are not for pages.']

// Syntax
const noEnv = {
  selector:
    "MemberExpression[object.name='process'][property.name='env']:not(MemberExpression[property.name='NODE_ENV'] > *):not(AssignmentExpression > MemberExpression.left > *)",
  message: 'The environment is parsed once, in server/env.ts.',
}
const noClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time as a parameter or ask server/clock.ts.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time as a parameter or ask server/clock.ts.',
  },
]
const noHour12 = {
  selector: "Property[key.name='hour12']",
  message: "Say hourCycle: 'h23'. With hour12: false Node writes half past midnight 24:30, and browsers 00:30.",
}
const noHanText = [
  {
    selector: 'Literal[value=/\\p{Script=Han}/u]:not([value=/^[零一二三四五六七八九十]+$/])',
    message: 'A sentence a person sees belongs in messages/.',
  },
  {
    selector: 'TemplateElement[value.raw=/\\p{Script=Han}/u]',
    message: 'A sentence a person sees belongs in messages/.',
  },
]
const noJsxText = [
  { selector: 'JSXText[value=/\\p{L}{2}/u]', message: 'A sentence a person sees belongs in messages/.' },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|aria-description|aria-roledescription|alt|title|placeholder|label)$/] > Literal[value=/\\p{Ll}{2}|\\p{Lo}/u]',
    message: 'A name that is read aloud belongs in messages/.',
  },
  {
    selector: 'JSXElement > JSXExpressionContainer > Literal[value=/\\p{L}{2}/u]',
    message: 'A sentence a person sees belongs in messages/.',
  },
]
const noClientApp = {
  selector: "ExpressionStatement[directive='use client']",
  message: 'app/ holds addresses only; what runs in the browser lives in components/.',
}
const noHtml = {
  selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
  message: 'Markup from a string is never rendered.',
}
const noSkipped = {
  selector:
    'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|skipIf|runIf|todo|fixme|fails|fail)$/]',
  message: 'Every test runs, everywhere: no only, skip or todo.',
}
const noNestedSkipped = {
  selector:
    "MemberExpression[object.object.name='test'][object.property.name='describe'][property.name=/^(only|skip|fixme)$/]",
  message: 'Every test runs, everywhere: no only, skip or todo.',
}
const noSleep = {
  selector: "CallExpression[callee.property.name='waitForTimeout']",
  message: 'No sleeps: wait for a state.',
}

const people = [noEnv, noHour12, ...noHanText, ...noJsxText, noHtml]
const server = [noEnv, noHour12, ...noClock]
const tests = [noSkipped, noNestedSkipped, noSleep]
const testFiles = ['**/*.test.{ts,tsx}', '**/*.sample.ts', 'tests/**/*.ts']

export default tseslint.config(
  {
    ignores: [
      '.next/**',
      '.build/**',
      '.data/**',
      '.data-demo/**',
      '.tools/**',
      'tests/.artifacts/**',
      'public/**',
      'next-env.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false, properties: false } },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', prefer: 'type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-restricted-globals': ['error', 'event', 'name'],
    },
  },
  {
    files: ['{app,components}/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.flat.recommended.rules,
      'react-hooks/exhaustive-deps': 'error',
      // Both refuse a ref or a closure that is handed to a store and read only later, which is how live links are held.
      'react-hooks/refs': 'off',
      'react-hooks/immutability': 'off',
      'no-console': ['error', { allow: ['error'] }],
    },
  },

  // components: what people see and hear
  area(['components/**/*.{ts,tsx}'], [noClimb, noAppOrDb, noServerInComponents, noVideo, noEditor], people),
  area(['components/rooms/**/*.{ts,tsx}'], [noClimb, noAppOrDb, noServerInComponents, noEditor], people),
  area(['components/minutes/**/*.{ts,tsx}'], [noClimb, noAppOrDb, noServerInComponents, noVideo], people),
  area(
    ['components/ui/**/*.{ts,tsx}'],
    [
      noClimb,
      ['^@/', 'Primitives know no product word: they import themselves, Radix and React only.'],
      ['^next-intl', 'Primitives take their words as props.'],
      noVideo,
      noEditor,
    ],
    people,
  ),

  // Icons are drawn from a constant table of ours; nothing else may render markup from a string.
  {
    files: ['components/ui/icon.tsx'],
    rules: { 'no-restricted-syntax': ['error', noEnv, ...noHanText, ...noJsxText] },
  },

  // app: addresses only
  area(
    ['app/**/*.{ts,tsx}'],
    [noClimb, noLive, noRunning, noDb, noVideo, noEditor],
    [...people, ...noClock, noClientApp],
  ),
  area(
    ['app/**/{error,global-error}.tsx'],
    [noClimb, noLive, noRunning, noDb, noVideo, noEditor],
    [...people, ...noClock],
  ),

  // server: what is true
  area(['server/*.ts', 'server/*/*.ts'], [noClimb, noLive, noUpstairs, noVideo], server, testFiles),
  area(['server/*/*/**/*.ts'], [noClimbOutOfNoun, noLive, noUpstairs, noVideo], server, testFiles),
  area(['server/{live,cli,demo}/*.ts'], [noClimb, noUpstairs, noVideo], server, testFiles),
  area(['server/{live,cli,demo}/*/**/*.ts'], [noClimbOutOfNoun, noUpstairs, noVideo], server, testFiles),
  // Child processes inherit PATH and the like, so embedded/ hands the environment on.
  area(['server/embedded/**/*.ts'], [noClimb, noUpstairs, noVideo], noClock, testFiles),
  area(
    ['server/**/{contract,model}.ts'],
    [
      noClimb,
      noUpstairs,
      noVideo,
      ['^\\./(?!(contract|model)$)', 'Contracts and models are pure: they know only each other.'],
      [
        '^@/(?!server/(ids|errors|access|(.*/)?(contract|model))$)',
        'Contracts and models are pure: they know only each other, ids, errors and the access table.',
      ],
      [
        '^(node:|next|react|socket\\.io|drizzle-orm|postgres$|livekit|ws$|pino)',
        'Contracts and models are pure: no I/O.',
      ],
    ],
    server,
  ),
  area(['server/{env,log}.ts'], [noClimb, noLive, noUpstairs], [...noClock]),
  area(['server/clock.ts'], [noClimb, noLive, noUpstairs], [noEnv]),

  // db: what is kept
  area(
    ['db/**/*.ts'],
    [noUpstairs, ['^@/server/(?!ids$)', 'Of server/ the database knows only ids.'], noVideo],
    server,
    testFiles,
  ),

  // bench: measures the product from outside; nothing of the product knows it
  area(['bench/**/*.ts'], [noUpstairs, noVideo], [noSleep], testFiles),

  // tests
  area(testFiles, [], tests),
  { files: testFiles, rules: { '@typescript-eslint/no-explicit-any': 'off' } },
)
