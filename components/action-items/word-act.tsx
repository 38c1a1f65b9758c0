'use client'

import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { ActForm, type FormAction } from './act-form'

type Props = {
  action: FormAction
  id: string
  onceKey: string
  open: string
  label: string
  hint?: string
  submit: string
  done: string
  /** Offered to begin with. */
  word?: string
  mayKeepChildName: boolean
}

/** A deed that is a word: a slip to the lead unit, a comment. Folded until it is wanted. */
export function WordAct({ action, id, onceKey, open, label, hint, submit, done, word, mayKeepChildName }: Props) {
  return (
    <details className="fold">
      <summary>{open}</summary>
      <ActForm
        action={action}
        hidden={{ id, onceKey }}
        submit={submit}
        done={done}
        mayKeepChildName={mayKeepChildName}
        fields={({ wrong, typed }) => (
          <Field label={label} hint={hint} error={wrong('word')} required>
            <Textarea name="word" rows={3} maxLength={1000} defaultValue={typed('word', word)} />
          </Field>
        )}
      />
    </details>
  )
}
