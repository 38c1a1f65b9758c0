import { getTranslations } from 'next-intl/server'
import { ItemSheet } from '@/components/action-items/item-sheet'
import { readItemView } from '@/app/(hub)/action-items/item-view'

export default async function ItemInSheet({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, t] = await Promise.all([params, getTranslations('action-items')])
  // Next 16.4.6 hands an intercepted parameter over with its marker, several times: (.)(.)…
  const view = await readItemView(id.replace(/^(\(\.+\))+/, ''))
  return (
    <ItemSheet title={view.title} over={t('detail.over', { number: view.number })}>
      {view.body}
    </ItemSheet>
  )
}
