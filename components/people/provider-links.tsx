import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/link-button'

type Props = {
  /** What people call the provider; null where there is none. */
  name: string | null
  counties: readonly { id: string; name: string }[]
  callbackUrl: string
}

/** To the provider's page. Links, so that they work without scripts and no form leaves the house: one for each county. */
export function ProviderLinks({ name, counties, callbackUrl }: Props) {
  const t = useTranslations('identities')
  if (name === null) return null
  return (
    <>
      {counties.map((county) => (
        <LinkButton
          key={county.id}
          href={`/api/oidc/start?${new URLSearchParams({ countyId: county.id, callbackUrl })}`}
          external
          icon="shield"
        >
          {counties.length === 1 ? t('signIn', { name }) : t('signInAt', { name, county: county.name })}
        </LinkButton>
      ))}
    </>
  )
}
