/** Isolates the catalog's own pages and the stories' frames in development: Vite's `server.headers` does not reach the former. */
export default (router) =>
  router.use((_request, response, next) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  });
