import type { Answer, Order } from '../browser/pages.ts';

/** Functions that a suite may call from Node. */
type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Asks the server for orders, one after the other, until it is gone; posts what each call returned. */
export async function takeOrders(calls: Calls): Promise<void> {
  for (;;) {
    const response = await fetch('/order').catch(() => undefined);
    if (!response) return;
    const { name, args }: Order = await response.json();
    const answer = await carryOut(calls, name, args);
    await fetch('/answer', { method: 'POST', body: JSON.stringify(answer) });
  }
}

async function carryOut(calls: Calls, name: string, args: readonly unknown[]): Promise<Answer> {
  try {
    const call = calls[name] as ((...args: readonly unknown[]) => unknown) | undefined;
    if (!call) throw new Error(`this page has no ${name}`);
    return { value: await call(...args) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
