// Minutes to set on paper: an ordinary sitting, and one with whatever people manage to write.
import type { PaperBlock, PaperMinutes, PaperPerson, PaperRun } from '@/server/paper/contract'

export const textRun = (text: string, marks: Partial<PaperRun> = {}): PaperRun => ({
  text,
  bold: false,
  italic: false,
  underline: false,
  strike: false,
  ...marks,
})
export const paragraph = (text: string): PaperBlock => ({ kind: 'paragraph', runs: [textRun(text)] })

const person = (unitName: string, name: string, rest: Partial<PaperPerson> = {}): PaperPerson => ({
  unitName,
  name,
  office: '',
  inPlaceOf: '',
  ...rest,
})

const item: Extract<PaperBlock, { kind: 'actionItem' }> = {
  kind: 'actionItem',
  number: '6-01',
  title: '制定课后服务经费保障办法，明确财政补助标准和收费上限',
  lead: '示范县教育局',
  assisting: ['示范县财政局', '示范县发展和改革局'],
  owner: '李敏',
  deliverable: '印发《示范县课后服务经费保障办法》',
  dueOn: '2026-08-20',
}

export const ordinary: PaperMinutes = {
  meetingId: '00000000-0000-4000-8000-000000000001',
  countyName: '示范县',
  bodyName: '示范县家校社协同育人教联体',
  head: ['示范县家校社协同育人教联体', '联席会议纪要'],
  issueNumber: 6,
  documentNumber: '',
  issuingUnit: '示范县教育局',
  date: '2026-06-23',
  title: '2026年第二次联席会议纪要',
  timeZone: 'Asia/Shanghai',
  startsAt: '2026-06-17T06:30:00.000Z',
  endsAt: '2026-06-17T08:30:00.000Z',
  place: '县政府第二会议室',
  chair: '王建国',
  attendance: {
    present: [
      person('示范县人民政府', '王建国'),
      person('示范县教育局', '李敏'),
      person('示范县教育局', '陈晓东'),
      person('示范县公安局', '赵刚', { inPlaceOf: '孙立' }),
      person('示范县实验小学', '周红'),
      person('县家长委员会', '吴芳'),
    ],
    excused: [person('示范县卫生健康局', '郑伟')],
    observers: [person('城关社区', '钱慧')],
  },
  sections: [
    {
      id: 'a',
      number: 1,
      title: '上次会议议定事项落实情况',
      isRestricted: false,
      blocks: [
        paragraph(
          '会议听取教联体办公室汇报。第5期议定九件，已办结四件，待核验一件，正在办理四件。会议要求各主办单位按时限推进，逾期的要书面说明原因并提出补救办法，由教联体办公室在下次会议前逐件核对。',
        ),
        { kind: 'decision', decision: 'noted', text: '对第5期任务办理情况予以备案，下次会议通报余下四件。' },
      ],
    },
    {
      id: 'b',
      number: 2,
      title: '课后服务经费保障',
      isRestricted: false,
      blocks: [
        { kind: 'heading', level: 1, runs: [textRun('（一）各方意见')] },
        paragraph(
          '县财政局表示，现行生均标准与实际开支有差距；县家长委员会反映，部分家庭对收费项目不清楚；实验小学建议统一公示收费项目和标准。',
        ),
        { kind: 'decision', decision: 'decided', text: '课后服务收费项目和标准在校门口和县政府网站同时公示。' },
        item,
      ],
    },
    { id: 'c', number: 3, title: '限名单事项', isRestricted: true, blocks: [] },
  ],
  actionItems: [item],
  distribution: [
    '示范县人民政府',
    '示范县教育局',
    '示范县公安局',
    '示范县财政局',
    '示范县卫生健康局',
    '示范县实验小学',
    '县家长委员会',
    '城关社区',
  ],
  signOff: null,
  locale: 'zh-Hans',
  state: 'draft',
}

export const issued: PaperMinutes = {
  ...ordinary,
  state: 'issued',
  signOff: {
    signedBy: '王建国',
    signerOffice: '召集人',
    signedAt: '2026-06-22T09:40:00.000Z',
    sha256: '9f2c41ab'.repeat(8),
    chainHead: '05d3c07e'.repeat(8),
    chainCount: 6,
  },
}

/** Forty items, a long table, lists in lists, words without an end, every script, names of eighty characters. */
export const rich: PaperMinutes = {
  ...issued,
  issuingUnit: '示范县家校社协同育人工作领导小组办公室'.repeat(5),
  attendance: {
    ...issued.attendance,
    present: Array.from({ length: 40 }, (_, at) =>
      person(`第${at + 1}单位${'某'.repeat(60)}`, `${'名'.repeat(76)}${String(at).padStart(4, '0')}`),
    ),
  },
  sections: Array.from({ length: 40 }, (_, at) => ({
    id: `s${at}`,
    number: at + 1,
    title: at === 7 ? '题'.repeat(200) : `第${at + 1}号议题`,
    isRestricted: false,
    blocks: at === 0 ? richBlocks() : [paragraph(`第${at + 1}项的记录。`.repeat(1 + (at % 9) * 4))],
  })),
  actionItems: Array.from({ length: 40 }, (_, at) => ({
    ...item,
    number: `6-${String(at + 1).padStart(2, '0')}`,
    title: at === 3 ? 'x'.repeat(300) : item.title,
  })),
}

function richBlocks(): PaperBlock[] {
  return [
    paragraph('头'.repeat(3) + 'a'.repeat(500) + '尾'),
    paragraph('https://example.invalid/' + 'b1-'.repeat(120) + 'END'),
    paragraph(
      '表情👍🏽👩‍👩‍👧🇨🇳，从右向左\u202Egnorw\u202C和\u200F标记，生僻字𠮷鿫㙓，#set page(fill: red) *不是* $x$ <b>标签</b> \\ `代码`',
    ),
    {
      kind: 'paragraph',
      runs: [
        textRun('粗', { bold: true }),
        textRun('斜', { italic: true }),
        textRun('线', { underline: true }),
        textRun('删\n换行', { strike: true }),
      ],
    },
    {
      kind: 'list',
      isOrdered: true,
      start: 1,
      items: [
        [
          paragraph('一级甲' + '长'.repeat(60)),
          {
            kind: 'list',
            isOrdered: false,
            start: 1,
            items: [
              [
                paragraph('二级'),
                { kind: 'list', isOrdered: true, start: 3, items: [[paragraph('三级' + '深'.repeat(50))]] },
              ],
            ],
          },
        ],
        [paragraph('一级乙')],
      ],
    },
    {
      kind: 'table',
      headRows: 1,
      rows: Array.from({ length: 120 }, (_, row) =>
        Array.from({ length: 4 }, (_cell, column) => [
          textRun(row === 0 ? `表头${column + 1}` : row === 5 ? 'y'.repeat(200) : `第${row}行第${column + 1}列`),
        ]),
      ),
    },
    {
      kind: 'vote',
      title: '是否同意试点',
      outcome: '通过',
      counts: [
        { label: '同意', count: '12' },
        { label: '反对', count: '1' },
      ],
      remarks: ['以出席为基数'],
    },
  ]
}
