import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Writes a file that lives as long as the test. */
export async function temporaryFile(test: TestContext, name: string, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ticklane-'));
  test.after(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

/** Lines of a capture of received messages, `gap` seconds apart; messages are raw JSON text. */
export function captureOf(messages: readonly string[], gap = 0.01): string {
  return messages.map((message, index) => `{"t":${1_600_000_000 + index * gap},"d":"recv","m":${message}}\n`).join('');
}
