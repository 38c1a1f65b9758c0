import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { proceedingStates, type ProceedingState } from '@/server/signing/contract'

/** How far these minutes are on their way. */
export function Way({ state }: { state: ProceedingState }) {
  const t = useTranslations('signing')
  const here = proceedingStates.indexOf(state)
  return (
    <ol className="signing-way" aria-label={t('way')}>
      {proceedingStates.map((each, index) => (
        <li key={each} data-done={index < here || undefined} aria-current={index === here ? 'step' : undefined}>
          <Icon
            name={
              index < here || (index === here && state === 'issued') ? 'check' : index === here ? 'st-doing' : 'st-todo'
            }
          />
          {t(`states.${each}`)}
        </li>
      ))}
    </ol>
  )
}
