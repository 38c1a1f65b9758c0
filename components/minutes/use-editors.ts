import type { Editor } from '@tiptap/core'
import { useCallback, useMemo, useState } from 'react'
import { fragmentOfItem } from '@/server/minutes/contract'

/** The editors that are there now, in the order of the agenda; where each says that it has come or goes; that of an item. */
export function useEditors(
  items: readonly { id: string }[],
): [readonly Editor[], (fragment: string, editor: Editor | null) => void, (itemId: string) => Editor | null] {
  const [byFragment, setByFragment] = useState<Readonly<Record<string, Editor>>>({})
  const register = useCallback((fragment: string, editor: Editor | null) => {
    setByFragment(({ [fragment]: _gone, ...rest }) => (editor ? { ...rest, [fragment]: editor } : rest))
  }, [])
  const editors = useMemo(() => items.flatMap(({ id }) => byFragment[fragmentOfItem(id)] ?? []), [items, byFragment])
  const editorOf = useCallback((itemId: string) => byFragment[fragmentOfItem(itemId)] ?? null, [byFragment])
  return [editors, register, editorOf]
}
