// The path of one problem, with six people of five kinds of unit and the parent whose problem it is: proposed by a public link,
// taken up, put on an agenda, notified, met over, decided, written down, agreed, signed, issued. Nothing is typed twice.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CountyId, PersonId } from '@/server/ids'
import { makeAccountLink } from '@/server/people/make-account-link'
import { isClean } from '../support/axe'
import { editorAt, expectSaved, newParagraph, tab } from '../support/room-page'
import { pdfText } from '../support/pdf'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { pattern, words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const topics = words('zh-Hant', 'topics')
const proposals = words('zh-Hant', 'proposals')
const meetings = words('zh-Hant', 'meetings')
const notices = words('zh-Hant', 'notices')
const minutes = words('zh-Hant', 'minutes')
const signing = words('zh-Hant', 'signing')
const paper = words('zh-Hant', 'paper')
const door = words('zh-Hant', 'door')
const operator = { kind: 'operator' } as const

const problem = '城東小學後門夜間沒有路燈'
const decided = '由縣公安局會同城關社區勘點，本學期內裝好後門路燈'
const task = '勘定後門路燈點位並報縣教育局'
const sitting = '校園周邊照明專題聯席會議'
const squeeze = (text: string) => text.replace(/[\s\u200B]/g, '')

test('a parent’s problem, until it is issued', async ({ come, watch }) => {
  test.setTimeout(210_000)
  // Without a media server the room says so, in the console too.
  watch.expectErrors(/status of 503/)
  const countyId = CountyId.parse(app.demo.county.id)
  const arrive = async (key: string, phone: boolean) => {
    const { page } = await come({ phone })
    const personId = PersonId.parse(app.demo.people[key])
    const link = await app.withDb((db) => makeAccountLink(db, operator, countyId, personId, 'sign-in', new Date()))
    await signIn(page, app.http + link.path)
    return page
  }
  const secretary = await arrive('secretary', false)
  const convenor = await arrive('convenor', false)
  const school = await arrive('primary', true)
  const family = await arrive('parents', true)
  const society = await arrive('community', true)
  const police = await arrive('police', false)
  const parent = (await come({ phone: true, javaScriptEnabled: false })).page

  await test.step('a parent proposes it, without an account', async () => {
    await secretary.goto(`${app.http}/topics`)
    const shut = secretary.getByRole('button', { name: topics('door.open'), exact: true })
    if (await shut.isVisible()) await shut.click()
    await expect(secretary.getByText(topics('door.isOpen'))).toBeVisible()
    const [door] = await app.sql('select code from topic_doors where is_open and body_id = $1', [
      app.demo.bodies[0]!.id,
    ])
    await parent.goto(`${app.http}/p/${String(door!.code)}`)
    await parent.getByLabel(proposals('form.title')).fill(problem)
    await parent.getByLabel(proposals('form.problem')).fill('下晚自習後，後門到公車站三百公尺是黑的。')
    await parent.getByLabel(proposals('form.wish')).fill('裝路燈。')
    await parent.getByRole('button', { name: proposals('form.send') }).click()
    await expect(parent.getByRole('heading', { name: proposals('own.title') })).toBeVisible()
  })

  await test.step('the secretary takes it up, and the parent reads so', async () => {
    await secretary.goto(`${app.http}/topics`)
    await secretary.getByRole('link', { name: problem }).first().click()
    await secretary.getByRole('textbox', { name: topics('page.wordTo') }).fill('將提交專題聯席會議')
    await secretary.getByRole('button', { name: topics('accept'), exact: true }).click()
    await expect(secretary.getByText('將提交專題聯席會議').first()).toBeVisible()
    await parent.reload()
    await expect(parent.getByText('將提交專題聯席會議')).toBeVisible()
  })

  let at = ''
  await test.step('it is put on the agenda of a sitting', async () => {
    await secretary.goto(`${app.http}/meetings/new`)
    await secretary.getByLabel(meetings('form.name')).fill(sitting)
    await secretary.getByRole('button', { name: meetings('form.add') }).click()
    const row = secretary.getByRole('group', { name: meetings('form.row', { n: 2 }), exact: true })
    const offered = row.getByLabel(meetings('form.topic'))
    await offered.selectOption({
      label: (await offered.locator('option').filter({ hasText: problem }).innerText()).trim(),
    })
    await row.getByLabel(meetings('form.presenter')).selectOption(app.demo.units.parents!)
    await secretary
      .getByRole('button', { name: meetings('form.submit') })
      .last()
      .click()
    await expect(secretary.getByRole('heading', { level: 1, name: sitting })).toBeVisible()
    at = new URL(secretary.url()).pathname
  })

  await test.step('the notice goes out and is answered from phones', async () => {
    await secretary.goto(`${app.http}${at}/notice`)
    await secretary.getByRole('button', { name: notices('compose.send') }).click()
    await expect(secretary.getByRole('heading', { name: notices('versions.title') })).toBeVisible()
    for (const who of [school, family, society]) {
      await who.goto(`${app.http}${at}/notice`)
      await who
        .getByRole('button', { name: notices('answer.attend'), exact: true })
        .first()
        .click()
      await expect(who.getByText('現在的答覆：出席').first()).toBeVisible()
    }
    await secretary.reload()
    await expect(secretary.getByText(notices('replies.via.app'))).toHaveCount(3)
  })

  await test.step('they meet, and what was decided is written down', async () => {
    await convenor.goto(app.http + at)
    await convenor.getByRole('button', { name: meetings('open'), exact: true }).click()
    await expect(convenor.getByText(meetings('states.live')).first()).toBeVisible()
    for (const who of [convenor, secretary, school, family, society, police]) {
      await who.goto(`${app.http}/rooms/${at.split('/').pop()}`)
      await expect(
        who
          .getByRole('region', { name: minutes('region') })
          .or(tab(who, 'minutes'))
          .first(),
      ).toBeVisible({
        timeout: 30_000,
      })
    }
    await write(secretary)
    await tab(family, 'minutes').click()
    await expect(editorAt(family, 1)).toContainText('家長委員會匯報')
    await secretary.getByRole('button', { name: minutes('fromRecord.fill') }).click()
    await expect(secretary.getByRole('group', { name: minutes('fromRecord.attendance') }).first()).toBeVisible()
    await expectSaved(secretary)
    await convenor.goto(app.http + at)
    await convenor.getByRole('button', { name: meetings('end'), exact: true }).click()
    await expect(convenor.getByText(meetings('states.ended')).first()).toBeVisible()
  })

  await test.step('the units agree, the convenor signs', async () => {
    await secretary.goto(`${app.http}${at}/minutes`)
    const text = secretary.getByRole('article', { name: signing('text') })
    for (const each of [problem, decided, task, '家長委員會匯報']) await expect(text).toContainText(each)
    await secretary.getByRole('button', { name: signing('circulate.submit'), exact: true }).click()
    await expect(secretary.getByRole('heading', { name: signing('units.title') })).toBeVisible()
    for (const [before, who] of [school, family, society, police].entries()) {
      await who.goto(`${app.http}${at}/minutes`)
      await who.getByRole('button', { name: signing('answer.confirm') }).click()
      // The word alone stands there for the units that agreed before.
      const counted = signing('counts.confirmed', { count: before + 1 })
      await expect(who.getByText(counted, { exact: true })).toBeVisible()
    }
    await convenor.goto(`${app.http}${at}/minutes`)
    await convenor.getByRole('button', { name: signing('sign.submit'), exact: true }).click()
    await expect(convenor.getByRole('heading', { name: signing('chain.title') })).toBeVisible()
  })

  await test.step('issued, on paper and in the ledger, and the parent reads where it went', async () => {
    await secretary.goto(`${app.http}${at}/minutes`)
    await secretary.getByRole('radio', { name: signing('issue.public') }).check()
    await secretary.getByRole('button', { name: signing('issue.submit'), exact: true }).click()
    await expect(secretary.getByRole('heading', { name: signing('issue.issued') })).toBeVisible({ timeout: 30_000 })
    const coming = secretary.waitForEvent('download')
    await secretary.getByRole('link', { name: paper('download.pdf'), exact: true }).click()
    const dir = mkdtempSync(path.join(tmpdir(), 'lx-issued-'))
    const file = path.join(dir, 'issued.pdf')
    await (await coming).saveAs(file)
    const printed = squeeze(await pdfText(readFileSync(file)))
    for (const each of [sitting, problem, decided, task, '家長委員會匯報']) expect(printed).toContain(squeeze(each))
    // Everybody who was there is on it, and nobody typed them.
    for (const key of ['primary', 'parents', 'community', 'police']) {
      const [who] = await app.sql('select name from people where id = $1', [app.demo.people[key]!])
      expect(printed).toContain(squeeze(String(who!.name)))
    }
    await police.goto(`${app.http}/action-items?q=${encodeURIComponent(task)}`)
    await expect(police.getByText(task).first()).toBeVisible()
    // Which paragraph that is depends on what the record put before it.
    const part = secretary.locator('.signing-part').filter({ hasText: '後門到公車站三百公尺' })
    await part.getByLabel(pattern(signing('amend.paragraphOf', { item: 2, paragraph: '{n}' }))).click()
    await part.getByLabel(signing('amend.becomes')).fill('家長委員會匯報：後門到公車站約三百二十公尺沒有路燈。')
    await part.getByLabel(signing('amend.reason')).fill('會後實測')
    await part.getByRole('button', { name: signing('amend.propose') }).click()
    await expect(secretary.getByText(signing('amend.waiting'))).toBeVisible()
    await convenor.goto(`${app.http}${at}/minutes`)
    await convenor.getByRole('button', { name: signing('amend.signOf', { number: 1 }) }).click()
    await expect(convenor.getByText(signing('amend.signed'))).toBeVisible()
    await police.goto(`${app.http}${at}/minutes`)
    await police.getByRole('link', { name: signing('amend.sheet.open') }).click()
    const sheet = police.getByRole('article')
    for (const each of ['約三百二十公尺', '會後實測', '第2項第']) await expect(sheet).toContainText(each)
    await isClean(police)
    await parent.reload()
    await expect(parent.getByText(sitting, { exact: false }).first()).toBeVisible()
  })

  await test.step('the parent reads the minutes by the link of the sitting, without an account or script', async () => {
    const link = await secretary.getByLabel(signing('issue.publicLink'), { exact: true }).inputValue()
    await parent.goto(app.http + new URL(link).pathname)
    await expect(parent.getByText('約三百二十公尺')).toBeVisible()
    await parent.getByRole('link', { name: door('over.read') }).click()
    await expect(parent.getByText(decided).first()).toBeVisible()
  })
})

/** A paragraph, a decision and an action item, at the second item of the agenda. */
async function write(secretary: Page): Promise<void> {
  await newParagraph(secretary, 1)
  await secretary.keyboard.insertText('家長委員會匯報：後門到公車站三百公尺沒有路燈。')
  const tools = secretary.getByRole('toolbar', { name: minutes('tools.label') })
  await tools.getByRole('button', { name: minutes('tools.decision') }).click()
  await editorAt(secretary, 1).getByLabel(minutes('record.decisionText')).fill(decided)
  await editorAt(secretary, 1).locator('p').first().click()
  await secretary.keyboard.press('End')
  await tools.getByRole('button', { name: minutes('tools.actionItem') }).click()
  const record = editorAt(secretary, 1)
    .getByRole('group')
    .filter({ has: secretary.locator('textarea:placeholder-shown') })
    .first()
  await record.getByLabel(minutes('record.title'), { exact: true }).fill(task)
  await record.getByLabel(minutes('record.leadUnit'), { exact: true }).selectOption(app.demo.units.police!)
  await record.getByLabel(minutes('record.owner'), { exact: true }).fill('馬所長')
  await record
    .getByLabel(minutes('record.dueOn'), { exact: true })
    .fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10))
  await expectSaved(secretary)
}
