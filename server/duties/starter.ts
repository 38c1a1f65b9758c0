// What the 家庭教育促進法 lays on whom: the article, and which kind of unit it speaks of. The sentences are our own
// (messages: duties.starter.<key>); the hints find a county's units by the words their names are made of.
import type { StarterDuty } from './model'

const county = /[縣县區区市旗]人民政府|county (government|council)/i
const education = /教育局|教體局|教体局|教育和?體育|教育和?体育|education/i
const women = /婦聯|妇联|婦女|妇女|women/i
const community = /社區|社区|居委|村委|community|neighbourhood/i
const library = /圖書館|图书馆|博物館|博物馆|科技館|科技馆|文化館|文化馆|library|museum|science/i

export const starterDuties: readonly StarterDuty[] = [
  { key: 'mechanism', article: '6', lead: 'government', leadHint: county, assisting: ['department', 'school'] },
  { key: 'direction', article: '6', lead: 'government', leadHint: county, assisting: ['department'] },
  { key: 'dailyWork', article: '6', lead: 'department', leadHint: education, assisting: ['department'] },
  { key: 'remits', article: '6', lead: 'department', leadHint: education, assisting: ['department'] },
  { key: 'parents', article: '4', lead: 'family', assisting: ['school'] },
  { key: 'privacy', article: '5', lead: 'department', leadHint: education, assisting: ['school', 'family', 'society'] },
  { key: 'publicity', article: '13', lead: 'department', leadHint: women, assisting: ['department', 'society'] },
  { key: 'channels', article: '26', lead: 'department', leadHint: education, assisting: ['school', 'family'] },
  { key: 'guidance', article: '28', lead: 'government', leadHint: county, assisting: ['department'] },
  { key: 'schoolPlan', article: '39', lead: 'school', assisting: ['family'] },
  { key: 'schoolActivities', article: '41', lead: 'school', assisting: ['family', 'society'] },
  { key: 'venues', article: '46', lead: 'society', leadHint: library, assisting: ['department'] },
  { key: 'urging', article: '48', lead: 'society', leadHint: community, assisting: ['school'] },
]
