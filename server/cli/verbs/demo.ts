import { loadDemo } from '@/server/demo/load'
import { locales } from '@/server/preferences/model'
import { verb } from '../verb'

export const demoLoad = verb({
  path: ['demo', 'load'],
  summary: 'the demo county, into an empty house; prints its ids and links',
  options: [{ name: 'locale', value: 'L', summary: 'language: zh-Hans, zh-Hant or en', fallback: 'zh-Hans' }],
  run: ({ db, args, at }) => loadDemo({ db }, { locale: args.oneOf('locale', locales), at }),
})
