// Letters as calendar programs send them when somebody presses a button below an invitation. Words are made up; parts,
// encodings, parameters and what is left out are as the programs write them.
export type Reply = {
  /** Where the program sends it: the organizer of the invitation, or whom it takes for one. */
  to: string
  from: string
  uid: string
  status?: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE'
  sequence?: number
  /** As 20261129T080000Z. */
  stamp: string
  organizer: string
  /** Message-ID of the invitation, with its brackets. */
  inReplyTo?: string
  id?: string
}

const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
const lines = (...all: (string | false)[]) => all.filter((line) => line !== false).join('\r\n')
const idOf = ({ id }: Reply, host: string) => id ?? `<${crypto.randomUUID()}@${host}>`
const quoted = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte === 61 || byte > 126 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte),
    )
    .join('')
    // Soft breaks, never within an escaped byte.
    .replace(/((?:=[0-9A-F]{2}|[^\r\n=]){60,72})(?=[^\r\n])/g, '$1=\r\n')
/** RFC 5545 3.1 at 75 octets; all folded lines here are ASCII. */
const folded = (line: string) => line.replace(/^(.{75})(.+)$/, '$1\r\n $2').replace(/^( .{74})(.+)$/m, '$1\r\n $2')

/** Outlook by way of Exchange: three alternatives, all in base64; its answer names no ORGANIZER, and a zone of Windows. */
export function outlookReply(reply: Reply): string {
  const { status = 'ACCEPTED', sequence = 0 } = reply
  const ics = lines(
    'BEGIN:VCALENDAR',
    'METHOD:REPLY',
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    ...[
      'BEGIN:VTIMEZONE',
      'TZID:China Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T000000',
      'TZOFFSETFROM:+0800',
    ],
    ...['TZOFFSETTO:+0800', 'END:STANDARD', 'END:VTIMEZONE'],
    'BEGIN:VEVENT',
    folded(`ATTENDEE;PARTSTAT=${status};CN=${reply.from}:mailto:${reply.from[0]!.toUpperCase()}${reply.from.slice(1)}`),
    'COMMENT;LANGUAGE=zh-CN:\\n',
    folded(`UID:${reply.uid}`),
    'SUMMARY;LANGUAGE=zh-CN:已接受: 联席会议',
    'DTSTART;TZID=China Standard Time:20261206T090000',
    'DTEND;TZID=China Standard Time:20261206T103000',
    'CLASS:PUBLIC',
    'PRIORITY:5',
    `DTSTAMP:${reply.stamp}`,
    'TRANSP:OPAQUE',
    'STATUS:CONFIRMED',
    `SEQUENCE:${sequence}`,
    'LOCATION;LANGUAGE=zh-CN:三楼会议室',
    `X-MICROSOFT-CDO-APPT-SEQUENCE:${sequence}`,
    'X-MICROSOFT-CDO-OWNERAPPTID:0',
    'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
    'X-MICROSOFT-CDO-ALLDAYEVENT:FALSE',
    'X-MICROSOFT-DISALLOW-COUNTER:FALSE',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  )
  const boundary = '_000_TYZPR06MB1234apcprd06prod_'
  const part = (type: string, text: string) =>
    lines(`--${boundary}`, `Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', '', base64(text), '')
  return lines(
    `Received: from TYZPR06MB1234.apcprd06.prod.outlook.com by mx.county.example; Sun, 29 Nov 2026 08:00:01 +0000`,
    `From: ${word('赵校长')} <${reply.from}>`,
    `To: ${word('联席会议')} <${reply.to}>`,
    `Subject: ${word('已接受: 联席会议')}`,
    'Thread-Topic: =?utf-8?B?6IGU5bit5Lya6K6u?=',
    'Thread-Index: AQHdXmN1Y2hPZkJ5dGVzAAAAAA==',
    'Date: Sun, 29 Nov 2026 08:00:00 +0000',
    `Message-ID:\r\n ${idOf(reply, 'TYZPR06MB1234.apcprd06.prod.outlook.com')}`,
    !!reply.inReplyTo && `References: ${reply.inReplyTo}`,
    !!reply.inReplyTo && `In-Reply-To: ${reply.inReplyTo}`,
    'Accept-Language: zh-CN, en-US',
    'Content-Language: zh-CN',
    'X-MS-Has-Attach:',
    'X-MS-TNEF-Correlator:',
    'Content-Type: multipart/alternative;',
    `\tboundary="${boundary}"`,
    'MIME-Version: 1.0',
    '',
    part('text/plain; charset="utf-8"', '\r\n'),
    part('text/html; charset="utf-8"', '<html><body><div></div></body></html>'),
    part('text/calendar; charset="utf-8"; method=REPLY', ics),
    `--${boundary}--`,
    '',
  )
}

/** Google Calendar: sent by a robot for the person, the answer once as an alternative and once as a file. */
export function googleReply(reply: Reply): string {
  const { status = 'DECLINED', sequence = 0 } = reply
  const ics = lines(
    'BEGIN:VCALENDAR',
    'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    'DTSTART:20261206T010000Z',
    'DTEND:20261206T023000Z',
    `DTSTAMP:${reply.stamp}`,
    folded(`ORGANIZER;CN=${reply.organizer}:mailto:${reply.organizer}`),
    `UID:${reply.uid}`,
    folded(
      `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${status};CN=${reply.from};X-NUM-GUESTS=0:mailto:${reply.from}`,
    ),
    'CREATED:20261129T070000Z',
    'DESCRIPTION:',
    `LAST-MODIFIED:${reply.stamp}`,
    'LOCATION:三楼会议室',
    `SEQUENCE:${sequence}`,
    'STATUS:CONFIRMED',
    'SUMMARY:联席会议',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  )
  const [outer, inner] = ['000000000000a1b2c3062f', '000000000000a1b2c1062e']
  return lines(
    'MIME-Version: 1.0',
    `Reply-To: ${reply.from}`,
    'Sender: Google Calendar <calendar-notification@google.com>',
    `Message-ID: ${idOf(reply, 'google.com')}`,
    'Date: Sun, 29 Nov 2026 08:00:00 +0000',
    `Subject: ${word('已拒绝： 联席会议')}`,
    `From: ${reply.from}`,
    `To: ${reply.to}`,
    'Auto-Submitted: auto-generated',
    `Content-Type: multipart/mixed; boundary="${outer}"`,
    '',
    `--${outer}`,
    `Content-Type: multipart/alternative; boundary="${inner}"`,
    '',
    `--${inner}`,
    'Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes',
    'Content-Transfer-Encoding: base64',
    '',
    base64(`${reply.from} 已拒绝此邀请。`),
    `--${inner}`,
    'Content-Type: text/html; charset="UTF-8"',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quoted('<html><body><span itemscope itemtype="http://schema.org/InformAction">已拒绝</span></body></html>'),
    `--${inner}`,
    'Content-Type: text/calendar; charset="UTF-8"; method=REPLY',
    'Content-Transfer-Encoding: 7bit',
    '',
    ics,
    `--${inner}--`,
    `--${outer}`,
    'Content-Type: application/ics; name="invite.ics"',
    'Content-Disposition: attachment; filename="invite.ics"',
    'Content-Transfer-Encoding: base64',
    '',
    base64(ics),
    `--${outer}--`,
    '',
  )
}

/** Calendar of macOS and iOS: words and a calendar part with a file's name, quoted-printable, EMAIL parameters. */
export function appleReply(reply: Reply): string {
  const { status = 'ACCEPTED', sequence = 0 } = reply
  const ics = lines(
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'PRODID:-//Apple Inc.//macOS 15.1//EN',
    'BEGIN:VEVENT',
    'CREATED:20261129T070000Z',
    `UID:${reply.uid}`,
    'DTEND;TZID=Asia/Shanghai:20261206T103000',
    folded(`ATTENDEE;CN="赵校长";CUTYPE=INDIVIDUAL;EMAIL="${reply.from}";PARTSTAT=${status}:mailto:${reply.from}`),
    'SUMMARY:联席会议',
    `LAST-MODIFIED:${reply.stamp}`,
    `DTSTAMP:${reply.stamp}`,
    'DTSTART;TZID=Asia/Shanghai:20261206T090000',
    `SEQUENCE:${sequence}`,
    folded(`ORGANIZER;CN="示范县教联体";EMAIL="${reply.organizer}":mailto:${reply.organizer}`),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  )
  const boundary = 'Apple-Mail-0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9'
  return lines(
    `From: ${word('赵校长')} <${reply.from}>`,
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`,
    'MIME-Version: 1.0 (Mac OS X Mail 16.0 \\(3826.200.121\\))',
    `Subject: ${word('已接受：联席会议')}`,
    `Message-Id: ${idOf(reply, 'county.example')}`,
    'Date: Sun, 29 Nov 2026 16:00:00 +0800',
    `To: ${reply.to}`,
    'X-Mailer: iPad Mail (22B91)',
    '',
    `--${boundary}`,
    'Content-Transfer-Encoding: quoted-printable',
    'Content-Type: text/plain;\r\n\tcharset=utf-8',
    '',
    quoted('赵校长已接受您的邀请。'),
    `--${boundary}`,
    'Content-Disposition: attachment;\r\n\tfilename=iCal-20261129-160000.ics',
    'Content-Type: text/calendar;\r\n\tcharset=utf-8;\r\n\tmethod=REPLY;\r\n\tname=iCal-20261129-160000.ics',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quoted(ics),
    `--${boundary}--`,
    '',
  )
}

/** Thunderbird: 8bit, with parameters of its own on what it received. */
export function thunderbirdReply(reply: Reply): string {
  const { status = 'ACCEPTED', sequence = 0 } = reply
  const ics = lines(
    'BEGIN:VCALENDAR',
    'PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    'CREATED:20261129T070000Z',
    `LAST-MODIFIED:${reply.stamp}`,
    `DTSTAMP:${reply.stamp}`,
    `UID:${reply.uid}`,
    'SUMMARY:联席会议',
    folded(`ORGANIZER;CN=示范县教联体:mailto:${reply.organizer}`),
    folded(
      `ATTENDEE;PARTSTAT=${status};CN=赵校长;X-MOZ-RECEIVED-SEQUENCE=${sequence};X-MOZ-RECEIVED-DTSTAMP=20261129T070000Z:mailto:${reply.from}`,
    ),
    'DTSTART;TZID=Asia/Shanghai:20261206T090000',
    'DTEND;TZID=Asia/Shanghai:20261206T103000',
    `SEQUENCE:${sequence}`,
    'LOCATION:三楼会议室',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  )
  const boundary = '------------0aB1cD2eF3gH4iJ5kL6mN7oP'
  return lines(
    `Message-ID: ${idOf(reply, 'county.example')}`,
    'Date: Sun, 29 Nov 2026 16:00:00 +0800',
    'MIME-Version: 1.0',
    'User-Agent: Mozilla Thunderbird',
    'Content-Language: zh-CN',
    `From: ${word('赵校长')} <${reply.from}>`,
    `To: ${reply.to}`,
    `Subject: ${word('活动邀请回复（已接受）：联席会议')}`,
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: multipart/alternative; boundary="inner"',
    '',
    '--inner',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    '赵校长已接受您的活动邀请。',
    '',
    '--inner',
    'Content-Type: text/calendar; method=REPLY; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ics,
    '--inner--',
    '',
    `--${boundary}`,
    'Content-Type: application/ics; name="invite.ics"',
    'Content-Transfer-Encoding: 8bit',
    'Content-Disposition: attachment; filename="invite.ics"',
    '',
    ics,
    `--${boundary}--`,
    '',
  )
}

/** Old gateways and phones: nothing but the answer. */
export function bareReply(reply: Reply): string {
  const whole = thunderbirdReply(reply)
  const ics = /BEGIN:VCALENDAR[\s\S]*?END:VCALENDAR\r\n/.exec(whole)![0]
  return lines(
    `From: ${reply.from}`,
    `To: ${reply.to}`,
    `Message-ID: ${idOf(reply, 'county.example')}`,
    'Subject: Accepted',
    'MIME-Version: 1.0',
    'Content-Type: text/calendar; method=REPLY; charset=GB18030',
    'Content-Transfer-Encoding: 8bit',
    '',
    ics
      .replaceAll('赵校长', 'Zhao')
      .replaceAll('示范县教联体', 'County')
      .replaceAll('联席会议', 'x')
      .replaceAll('三楼会议室', '3'),
  )
}

/** What a mail server sends back of a letter that nobody takes, with the head of that letter. */
export function bounce({
  to,
  from,
  messageId,
  isFinal = true,
}: {
  to: string
  from: string
  messageId: string
  isFinal?: boolean
}) {
  return lines(
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.county.example (Mail Delivery System)',
    `To: ${from}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    `Message-ID: <${crypto.randomUUID()}@mx.county.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="4ZkQ"',
    '',
    '--4ZkQ',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry to have to inform you that your message could not be delivered.',
    '',
    '--4ZkQ',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.county.example',
    '',
    `Final-Recipient: rfc822; ${to}`,
    `Action: ${isFinal ? 'failed' : 'delayed'}`,
    `Status: ${isFinal ? '5.1.1' : '4.4.1'}`,
    '',
    '--4ZkQ',
    'Content-Description: Undelivered Message',
    'Content-Type: message/rfc822',
    '',
    `From: ${from}`,
    `To: ${to}`,
    `Message-ID: ${messageId}`,
    'Subject: Notice',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'words',
    '',
    '--4ZkQ--',
    '',
  )
}

/** Words, with what the program that sent them says of itself. */
export const plainMail = ({
  to,
  from,
  headers = [],
  id,
}: {
  to: string
  from: string
  headers?: string[]
  id?: string
}) =>
  lines(
    `From: ${from}`,
    `To: ${to}`,
    `Message-ID: ${id ?? `<${crypto.randomUUID()}@county.example>`}`,
    'Subject: Re: notice',
    'MIME-Version: 1.0',
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
    '',
    '那天我来不了。',
    '',
  )
