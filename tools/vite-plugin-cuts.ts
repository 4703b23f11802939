/**
 * Build plugin for the one file: cuts what nothing in it can reach out of lit and comlink. A bundler cannot see that: these are branches
 * for browsers without what ticklane needs anyway, methods of one class, cases of one protocol whose both ends are in the file. Each cut names
 * the exact text of the installed version and must fit once: another version stops the build, and nothing is cut by accident.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Plugin, parseSync, Visitor } from 'vite';
import { listFiles, ROOT } from './files.ts';

/** From this text to just before that one; what stands there instead. */
type Cut = readonly [from: string, until: string, instead?: string];

const CUTS: Readonly<Record<string, readonly Cut[]>> = {
  'comlink/dist/esm/comlink.mjs': [
    // ours are workers and ports, which have no origin
    ['function isAllowedOrigin', 'function expose'],
    ['        if (!isAllowedOrigin', '        const { id, type, path }'],
    [', allowedOrigins = ["*"]', ') {\n    ep.addEventListener'],
    // a service is called: nobody sets its fields, constructs it or asks for another port to it
    ['                case "SET"', '                case "APPLY"'],
    ['                case "CONSTRUCT"', '                case "RELEASE"'],
    ['        set(_target', '        apply(_target'],
    ['            if (last === createEndpoint)', '            const [argumentList, transferables]'],
    ['            const last = ', '            const [argumentList, transferables]'],
    ['        construct(_target', '    });\n    registerProxy'],
    // proxies are released, not left to the garbage collector
    ['const proxyCounter', 'function createProxy'],
    ['    registerProxy(proxy, ep);', '    return proxy;\n}\nfunction myFlat'],
    ['                    unregisterProxy(proxy);', '                    releaseEndpoint(ep);'],
  ],
  '@lit/reactive-element/css-tag.js': [
    // shared memory, `:state()` and `color-mix()` are all younger than style sheets to adopt
    ['t.ShadowRoot&&', ',s=Symbol()', '!0'],
    // our styles are plain texts
    ['if(this._$cssResult$=!0,', 'this.cssText=t', 'this._$cssResult$=!0;'],
    ['throw Error("Value passed', '})(s)+t[o+1]'],
  ],
  '@lit/reactive-element/reactive-element.js': [
    // decorators of other kinds than ours, and accessors that stand on the prototype already
    ['Symbol.metadata??=', 'class y extends'],
    ['const t=this[Symbol.metadata]', 'this._$Eh=new Map'],
    ['static addInitializer(t){', 'static get observedAttributes'],
    ['void 0!==t.l&&(this.l', 'this.elementProperties=new Map(t.'],
    [',this.constructor.l?.', '}addController(t){'],
    [',this.prototype.hasOwnProperty(t)&&', ',this.elementProperties.set(t,s)'],
    ['const t=this.constructor.elementProperties;if(t.size>0)for(', '}let t=!1;const s=this._$AL'],
    // controllers
    ['addController(t){', '_$E_(){'],
    [',this._$EO?.forEach(t=>t.hostConnected', '}enableUpdating(t)'],
    ['this._$EO?.forEach(t=>t.hostDisconnected', '}attributeChangedCallback'],
    [',this._$EO?.forEach(t=>t.hostUpdate?.())', ',this.update(s)'],
    ['this._$EO?.forEach(t=>t.hostUpdated?.()),', 'this.hasUpdated||'],
    ['p=a.reactiveElementPolyfillSupport,', 'd=(t,s)=>t'],
    [',p?.({ReactiveElement:y})', ',(a.reactiveElementVersions'],
  ],
  // expressions stand between tags only, and are no directives: see `checkTemplates`
  'lit-html/lit-html.js': [
    ['const s=t.length-1,e=[];', 'class S{', 'return[V(t,t.join(r)+(t.at(-1)?"":"<?>"))]};'],
    [',2===i||3===i){', 'for(;null!==(r=P.nextNode())', ');'],
    ['if(1===r.nodeType){', 'l++}}static createElement', '8===r.nodeType&&r.data===n&&d.push({type:2,index:l});'],
    [':1===r.type?', ',this._$AV.push(i)', ':0'],
    ['(void 0!==s.strings?', ',i++}}class k', 's._$AI(t[i])'],
    ['if(i===E)return i;let h=', '}class R{', 'return i'],
    [',p=RegExp(', ",g=/'/g"],
    ['class H{', 'const D=(t,i,s)'],
    ['j as _$LH,', 'b as html'],
  ],
  'lit-element/lit-element.js': [
    ['s.litElementHydrateSupport', 'const n={'],
    [',n as _$LE', '};\n//#'],
    ['const n={', '(s.litElementVersions'],
  ],
};

/** The text with its cuts; throws where one does not fit. */
export function cutText(file: string, text: string, cuts: readonly Cut[]): string {
  return cuts.reduce((rest, [from, until, instead = '']) => {
    const start = rest.indexOf(from);
    const end = rest.indexOf(until, start);
    if (start < 0 || end < 0 || rest.includes(from, start + 1)) {
      throw new Error(`${file}: a cut does not fit this version: ${from} ... ${until}`);
    }
    return rest.slice(0, start) + instead + rest.slice(end);
  }, text);
}

/** Throws where a template needs a part of lit that is cut. */
export function checkTemplates(file: string, source: string): void {
  const refuse = (what: string) => {
    throw new Error(`${file}: ${what} needs a part of lit that tools/vite-plugin-cuts.ts cuts`);
  };
  new Visitor({
    ImportDeclaration({ source: from }) {
      if (/^lit\b.*directive/.test(from.value)) refuse(from.value);
    },
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type !== 'Identifier' || !/^(html|svg|mathml)$/.test(tag.name)) return;
      if (tag.name !== 'html') refuse(`${tag.name}\`\``);
      let text = '';
      for (const { value } of quasi.quasis.slice(0, -1)) {
        text += value.raw;
        const inside = /<[^>]*$|<(?:script|style|textarea|title)\b(?:(?!<\/)[\s\S])*$/i.exec(text);
        if (inside) refuse(`${inside[0]}\${}`);
      }
    },
  }).visit(parseSync(file, source).program);
}

/** See above. */
export function cuts(): Plugin {
  const folder = path.join(ROOT, 'node_modules/');
  return {
    name: 'ticklane:cuts',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      for (const file of listFiles('src/elements', /\.ts$/))
        checkTemplates(file, readFileSync(path.join(ROOT, file), 'utf8'));
    },
    transform(code, id) {
      const found = id.startsWith(folder) ? CUTS[id.slice(folder.length)] : undefined;
      return found && { code: cutText(id, code, found), map: null };
    },
  };
}
