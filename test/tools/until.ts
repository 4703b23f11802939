/** Waits for a condition, in Node or in a page; throws with what was waited for after so many ms: many, as machines that test may be busy. */
export async function until(condition: () => boolean, what: string, limit = 30_000): Promise<void> {
  const end = Date.now() + limit;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${limit} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
