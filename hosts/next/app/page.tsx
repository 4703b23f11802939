import { Market } from './market';

/** Rendered on the server, for each visitor anew. */
export const dynamic = 'force-dynamic';

export default function Page() {
  return <Market />;
}
