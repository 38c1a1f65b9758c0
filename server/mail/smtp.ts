// The mail server of SMTP_URL. Adapter for nodemailer; nothing in a letter can make it read a file or an address.
import nodemailer from 'nodemailer'
import SMTPPool from 'nodemailer/lib/smtp-pool/index.js'
import type { Transport } from './send-due'

/** @param from MAIL_FROM, else the account that signs in to the mail server, else an address at `host` */
export function smtpTransport(url: string, from: string | undefined, host: string): Transport & { close(): void } {
  const user = decodeURIComponent(new URL(url).username)
  const sender = from ?? (user.includes('@') ? user : `lianxi@${host}`)
  const mailer = nodemailer.createTransport(
    // One line for many letters: a greeting costs more than a letter, and mail servers count those who knock. Idle, it closes.
    // Made here, since createTransport takes nothing of an object with a url but the url.
    new SMTPPool({
      url,
      pool: true,
      maxConnections: 1,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    }),
    { from: sender },
  )
  return {
    send: async ({ to, subject, text, messageId, ics, replyTo }) => {
      await mailer.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        ...(replyTo && { replyTo: { name: '', address: replyTo } }),
        ...(ics && { icalEvent: { method: ics.method, filename: 'invite.ics', content: ics.text } }),
        messageId: `<${messageId}@${host}>`,
        disableFileAccess: true,
        disableUrlAccess: true,
        // Answers of holiday robots go nowhere.
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    close: () => mailer.close(),
  }
}
