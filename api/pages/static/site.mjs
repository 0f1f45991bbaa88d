// Nothing here is needed to use the site: every page works without it.
// It moves focus to an error summary, counts characters left, and stops double submits.

import { Button, CharacterCount, ErrorSummary, NotificationBanner, SkipLink, createAll } from "./govuk.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const texts = document.body.dataset;
createAll(Button, { preventDoubleClick: true });
createAll(CharacterCount, {
  i18n: {
    charactersUnderLimit: { one: texts.charactersLeft, other: texts.charactersLeft },
    charactersAtLimit: texts.charactersNone,
    charactersOverLimit: { one: texts.charactersOver, other: texts.charactersOver },
  },
});
createAll(ErrorSummary);
createAll(NotificationBanner);
createAll(SkipLink);
