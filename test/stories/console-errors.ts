/** What is logged as an error while something runs; kept from the runner's own report. */
export async function errorsDuring(run: () => Promise<void>): Promise<string[]> {
  const original = console.error;
  const heard: string[] = [];
  console.error = (...words: unknown[]) => heard.push(words.map(String).join(' '));
  try {
    await run();
  } finally {
    console.error = original;
  }
  return heard;
}
