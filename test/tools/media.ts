import { executeServerCommand } from '@web/test-runner-commands';

/** What the page is shown on and to whom. Whatever is left out is as usual again. */
export interface Media {
  readonly media?: 'print';
  readonly 'prefers-color-scheme'?: 'light' | 'dark';
  readonly 'prefers-contrast'?: 'more';
  readonly 'prefers-reduced-motion'?: 'reduce';
  readonly 'forced-colors'?: 'active';
}

/** Has the page shown so; false where this browser cannot be told to. */
export async function showOn(media: Media): Promise<boolean> {
  return (await executeServerCommand<boolean, Media>('ticklane-media', media)) ?? false;
}
