'use server'

import { headers } from 'next/headers'
import { formAction } from '@/app/form-action'
import type { VerifyState } from '@/components/verify/verify-form'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { readAsker } from '@/server/people/asker'
import type { Verdict } from '@/server/signing/model'
import { maxVerifiedBytes, verifyFile } from '@/server/signing/verify-file'

export async function verifyFileAction(before: VerifyState, data: FormData): Promise<VerifyState> {
  let verdict: Verdict | null = null
  let name = ''
  const state = await formAction(before, data, async () => {
    const file = data.get('file')
    if (!(file instanceof File) || file.name === '') throw new AppError('invalid_input', { file: 'required' })
    name = file.name.slice(0, 200)
    if (file.size > maxVerifiedBytes) throw new AppError('file_too_large')
    const { address } = readAsker(await headers())
    verdict = await verifyFile(db(), new Uint8Array(await file.arrayBuffer()), address, clock.now())
  })
  return { ...state, name, verdict }
}
