/**
 * Vite inside @web/test-runner, so that tests see the transforms of the real build. Goes into `middleware:`; what a plugin adds comes
 * after the runner's own static files, which would serve raw TypeScript.
 */
import { createServer } from 'vite';

/** Returns the middleware and the plugin that closes Vite with the runner. */
export async function viteMiddleware(config = {}) {
  const vite = await createServer({
    appType: 'custom',
    clearScreen: false,
    logLevel: 'warn',
    ...config,
    server: { ...config.server, middlewareMode: true, hmr: false, ws: false, watch: null },
  });

  const middleware = (context, next) => {
    if (context.path === '/' || context.path.startsWith('/__web-')) return next();
    return new Promise((resolve, reject) => {
      context.respond = false;
      context.res.statusCode = 200;
      context.res.once('finish', resolve).once('close', resolve);
      vite.middlewares(context.req, context.res, (error) => {
        context.respond = undefined;
        context.res.statusCode = 404;
        if (error) reject(error);
        else next().then(resolve, reject);
      });
    });
  };

  return { middleware, plugin: { name: 'vite', serverStop: () => vite.close() } };
}

/** The runner's own modules exist only in its server: Vite must leave the import as it is. */
export const runnerModules = {
  name: 'runner-modules',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith('/__web-') ? { id, external: true } : undefined),
};
