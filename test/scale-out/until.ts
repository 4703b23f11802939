/** Waits until it is so; throws with what was waited for, and with what `seen` says, after so many milliseconds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seen: () => unknown = () => '',
  patience = 20_000,
): Promise<void> {
  const end = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${patience} ms for ${what} ${JSON.stringify(await seen(), null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
