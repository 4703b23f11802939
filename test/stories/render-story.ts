import type { Decorator } from '@storybook/web-components-vite';
import type { TemplateResult } from 'lit';
import { surroundings } from '../../stories/shared/surroundings.js';

/** What of a story, and of its file's default export, decides what is shown. */
interface Shown {
  readonly args?: object;
  readonly parameters?: object;
  readonly globals?: object;
  readonly decorators?: unknown;
  readonly render?: unknown;
}

/** Shows a story as the catalog does: its file's and its own settings, and every decorator. */
export function renderStory(file: Shown, story: Shown): TemplateResult {
  const args = { ...file.args, ...story.args };
  const context = {
    args,
    parameters: { ...file.parameters, ...story.parameters },
    globals: { colours: 'light dark', direction: 'ltr', ...story.globals },
  };
  const render = (story.render ?? file.render) as (args: object) => TemplateResult;
  const decorators = [...((file.decorators as Decorator[] | undefined) ?? []), surroundings];
  const shown = decorators.reduce<() => TemplateResult>(
    (inner, decorator) => () =>
      decorator(inner as Parameters<Decorator>[0], context as unknown as Parameters<Decorator>[1]) as TemplateResult,
    () => render(args),
  );
  return shown();
}
