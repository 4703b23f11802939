/** Loader hooks that answer for the modules which node-wat.ts compiled. Runs on Node's loader thread. */
let modules = {};

export function initialize(compiled) {
  modules = compiled;
}

export function resolve(specifier, context, next) {
  const url = specifier.startsWith('.') ? new URL(specifier, context.parentURL).href.split('?')[0] : specifier;
  return url in modules ? { url, shortCircuit: true } : next(specifier, context);
}

export function load(url, context, next) {
  return url in modules ? { format: 'module', source: modules[url], shortCircuit: true } : next(url, context);
}
