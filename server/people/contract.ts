import { z } from 'zod'
import { BodyId, PersonId, UnitId } from '@/server/ids'
import { canonicalEmail } from './model'

/** A person's name as shown: no control characters, no direction overrides, trimmed, 1–80 characters. Markup stays text. */
export const PersonName = z
  .string()
  .transform((name) => name.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, 'required')
      .max(80, 'tooLong')
      .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'invalid'),
  )

/** A phone number however it was grouped; anything else as typed. */
const withoutGrouping = (login: string) => (/^\+?[\d\s()-]+$/.test(login) ? login.replace(/[\s()-]+/g, '') : login)

/** User name, e-mail or phone, as typed at sign-in. Full-width letters of a Chinese keyboard are the plain ones. */
export const Login = z
  .string()
  .transform((login) => withoutGrouping(login.normalize('NFKC').trim().toLowerCase()))
  .transform((login) => canonicalEmail(login).email ?? login)
  .pipe(z.string().min(1, 'required').max(120, 'tooLong'))

/** Only that there is one; what it must be is the county's to say (people/require-good-password). */
export const NewPassword = z.string().min(1, 'required')

export const UserName = Login.pipe(z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/, 'userName'))

/** An empty input is nothing given. */
const given = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : (value ?? null))

export const OptionalUserName = z.preprocess(given, UserName.nullable())
/** In the one form in which it is compared: never told apart by case, width or the spelling of its domain. */
export const Email = z
  .string()
  .max(200, 'tooLong')
  .transform((text, context) => {
    const { email, problem } = canonicalEmail(text)
    if (problem === null && email.length <= 120) return email
    if (text.trim() === '') {
      context.addIssue({ code: 'custom', message: 'required' })
      return z.NEVER
    }
    context.addIssue({ code: 'custom', message: problem ?? 'tooLong' })
    return z.NEVER
  })
export const OptionalEmail = z.preprocess(given, Email.nullable())
export const OptionalPhone = z.preprocess(given, Login.pipe(z.string().regex(/^\+?\d{6,15}$/, 'phone')).nullable())

export const SignInForm = z.object({ login: Login, password: z.string().min(1, 'required').max(256, 'tooLong') })
export type SignInForm = z.infer<typeof SignInForm>

export const Office = z.enum(['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary', 'observer'])
export type Office = z.infer<typeof Office>
export const offices = Office.options
export const AdminRole = z.enum(['system', 'security', 'audit'])

export const NewPerson = z.object({
  name: PersonName,
  userName: OptionalUserName,
  email: OptionalEmail,
  phone: OptionalPhone,
  adminRoles: z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(AdminRole),
  ),
})
export type NewPerson = z.infer<typeof NewPerson>

export const InvitePersonForm = NewPerson.extend({
  bodyId: z.preprocess(given, BodyId.nullable()),
  unitId: z.preprocess(given, UnitId.nullable()),
  office: z.preprocess(given, Office.nullable()),
}).refine((form) => form.unitId === null || (form.bodyId !== null && form.office !== null), {
  path: ['office'],
  message: 'required',
})

/** Taking up an invitation, or setting a new password by a link. */
export const TakeUpForm = z
  .object({ userName: OptionalUserName, password: NewPassword, passwordAgain: z.string() })
  .refine((form) => form.password === form.passwordAgain, { path: ['passwordAgain'], message: 'passwordsDiffer' })

export const ChangePasswordForm = z
  .object({
    currentPassword: z.string().min(1, 'required').max(256, 'tooLong'),
    password: NewPassword,
    passwordAgain: z.string(),
  })
  .refine((form) => form.password === form.passwordAgain, { path: ['passwordAgain'], message: 'passwordsDiffer' })

/** 32 characters of base64url, as secrets.ts makes them; what cannot be one is never looked up. */
export const LinkSecret = z.string().regex(/^[A-Za-z0-9_-]{32}$/)

/** Asking for a link by mail at the sign-in page. */
export const AskLinkForm = z.object({ email: Email, purpose: z.enum(['sign-in', 'reset']) })

/** Six digits of an authenticator, or a recovery code; however they were grouped or which keyboard typed them. */
export const SecondFactorCode = z
  .string()
  .transform((code) =>
    code
      .normalize('NFKC')
      .replace(/[\s-]+/g, '')
      .toLowerCase(),
  )
  .pipe(
    z
      .string()
      .min(1, 'required')
      .regex(/^(\d{6}|[a-z0-9]{10})$/, 'code'),
  )

export const SheetForm = z.object({
  personId: z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(PersonId).min(1, 'required').max(200, 'tooMany'),
  ),
})

export const AccountLinkPurpose = z.enum(['invitation', 'sign-in', 'reset'])
export type AccountLinkPurpose = z.infer<typeof AccountLinkPurpose>
