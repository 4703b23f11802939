/**
 * Build plugin: `import source from './series.worker.ts?text'` gives a module's whole code as text, without imports: for threads that are
 * started from a `data:` URL in Node and from a blob in a page, and for code that a running worker imports from a blob.
 */
import { build, type InlineConfig, type Plugin } from 'vite';

const QUERY = /\.ts\?text$/;

/** `config` builds the worker: its plugins and its target. */
export function workerText(config: () => InlineConfig): Plugin {
  return {
    name: 'ticklane:worker-text',
    enforce: 'pre',
    async load(id) {
      if (!QUERY.test(id)) return undefined;
      const file = id.replace(/\?text$/, '');
      this.addWatchFile(file);
      const settings = config();
      const result = await build({
        ...settings,
        build: {
          ...settings.build,
          write: false,
          modulePreload: false,
          rolldownOptions: {
            input: file,
            preserveEntrySignatures: 'strict',
            output: { format: 'es', codeSplitting: false },
          },
        },
      });
      const chunk = 'output' in result ? result.output[0] : undefined;
      if (!chunk || chunk.imports.length > 0) throw new Error(`${file}: expected one module without imports`);
      return {
        code: `export default ${JSON.stringify(chunk.code.trim())};`,
        moduleType: 'js',
        moduleSideEffects: false,
      };
    },
  };
}
