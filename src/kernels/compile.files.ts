import { assetAddress } from '../assets/base.js';

const MIME = 'application/wasm';
let told = false;

/** Said once, and by the page: what its workers load comes from the same server. */
function tell(address: string, type: string | null): void {
  if (told || typeof document === 'undefined') return;
  told = true;
  console.warn(
    `ticklane: ${address} is served as ${type ?? 'nothing'}, not ${MIME}: it compiles only after it has come`,
  );
}

/** Compiles one of a kernel's two files while it comes. Rejects where it does not come, or the page's policy forbids it. */
export async function compileBinary(
  { file }: Pick<KernelBinary, 'file'>,
  shared: boolean,
): Promise<WebAssembly.Module> {
  const address = assetAddress(`${file}${shared ? '-shared' : ''}.wasm`);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  const type = response.headers.get('content-type');
  if (type?.toLowerCase() === MIME) return WebAssembly.compileStreaming(response);
  tell(address, type);
  return WebAssembly.compile(await response.arrayBuffer());
}
