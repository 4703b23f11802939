import { Market } from '../market';

/** The same page; next.config.ts sends it with the headers of isolation. */
export const dynamic = 'force-dynamic';

export default function Page() {
  return <Market />;
}
