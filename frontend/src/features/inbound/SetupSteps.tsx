import { t, tDynamic } from '@/locales/t';
import formClasses from '@/ui/FormDialog.module.css';
import classes from './SetupSteps.module.css';

/** How many steps the catalogue has for a provider, under `setup.<provider>.<number>`. */
const STEPS: Record<string, number> = { raw: 2, mailgun: 4, postmark: 4, typeform: 3, generic: 3 };

/** What to do at the provider. One without words of its own gets the two steps that are the same for all. */
export function SetupSteps({ provider }: { provider: string }) {
  const known = STEPS[provider] === undefined ? 'other' : provider;
  const numbers = Array.from({ length: STEPS[provider] ?? 2 }, (_, index) => index + 1);
  return (
    <section>
      <h3 className={classes.title}>
        {t('sources.setup', { provider: tDynamic('provider', provider) })}
      </h3>
      <ol className={`${classes.steps} ${formClasses.text}`}>
        {numbers.map((number) => (
          <li key={number}>{tDynamic('setup', `${known}.${number}`)}</li>
        ))}
      </ol>
    </section>
  );
}
