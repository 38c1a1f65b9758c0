import { useTranslations } from 'next-intl'

export type MinutesSection = { title: string; paragraphs: readonly string[] }

/** The minutes as text, before the editor is there and where it cannot be. */
export function MinutesText({ sections }: { sections: readonly MinutesSection[] }) {
  const t = useTranslations('rooms.minutes')
  return (
    <article className="doc room-minutes-text">
      {sections.length === 0 ? <p>{t('empty')}</p> : null}
      {sections.map((section, at) => (
        <section key={at}>
          <h2>{section.title}</h2>
          {section.paragraphs.map((paragraph, line) => (
            <p key={line}>{paragraph}</p>
          ))}
        </section>
      ))}
    </article>
  )
}
